-- {{ generated }}
-- {{ title }}
\set ON_ERROR_STOP on

begin;
{% for script in scripts %}
\ir {{ script }}
{% endfor %}
commit;
