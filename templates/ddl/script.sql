-- {{ generated }}
-- {{ title }}
{% if search_path %}

set search_path to {{ search_path }};
{% endif %}
{% if not check_bodies %}

-- Some functions below mention what is made after them.
set check_function_bodies to off;
{% endif %}
{% for section in sections %}

{% if section.title %}
-- {{ section.title }}
{% endif %}
{{ section.sql }}
{% endfor %}
{% if not check_bodies %}

reset check_function_bodies;
{% endif %}
{% if search_path %}

reset search_path;
{% endif %}
