-- {{ generated }}
-- {{ what }}, in the order in which it runs from empty.
\set ON_ERROR_STOP on
{% for script in scripts %}
\i {{ script }}
{% endfor %}
