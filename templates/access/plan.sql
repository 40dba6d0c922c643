-- {{ generated }}
--
-- Access plan of {{ project | one_line }}: whatever is not granted here is refused. It may run again without
-- harm; it takes nothing back but what PostgreSQL gives to PUBLIC.

begin;

-- PUBLIC loses what PostgreSQL gives to everyone.
{% for statement in revocations %}
{{ statement }};
{% endfor %}
{% for section in sections %}

-- {{ section.name | one_line }}{% if section.attributes %} ({{ section.attributes | join(", ") }}){% endif %}

{% if section.comment %}
{{ section.comment | sql_comment }}
{% endif %}
{% for statement in section.statements %}
{{ statement }};
{% else %}
-- Nothing of its own.
{% endfor %}
{% endfor %}
{% if given_on %}

-- What roles give on to others, each as itself.
{% for statement in given_on %}
{{ statement }};
{% endfor %}
{% endif %}

commit;
