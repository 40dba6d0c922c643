-- {{ generated }}
--
-- Query {{ name | one_line }}
{% if description %}
{{ description | sql_comment }}
{% endif %}
--
-- Runs as: {{ run_as | one_line }}
{% if parameters %}
-- Parameters:
{% for parameter in parameters %}
--   ${{ loop.index }} {{ parameter.name | one_line }} {{ parameter.data_type | one_line }}{% if parameter.default is not none %}, {{ parameter.default | literal | one_line }} unless given{% endif %}{% if parameter.description %}: {{ parameter.description | one_line }}{% endif %}

{% endfor %}
{% endif %}
--
-- In psql: \i this file, then
--   {{ execute | one_line }};

prepare {{ name | identifier }}{% if types %} ({{ types | join(", ") }}){% endif %} as
{{ sql }}
;
