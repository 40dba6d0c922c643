# {{ generated }}
"""Runs sources and transforms when their schedules say so.

One DAG for what runs at the same times, one task for each source and transform. A task asks the ledger what is due at
the end of its interval: one that comes too often, or twice, does nothing.

Put this file into the folder of DAGs. The workers need the program `pgspec`, the project in the folder that PGSPEC_PROJECT
names, and the connection `{{ connection }}`, whose password stays in Airflow.
"""

import os
from datetime import timedelta

import pendulum
from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # before Airflow 3
    from airflow.operators.bash import BashOperator

PROJECT = os.environ.get("PGSPEC_PROJECT", {{ ("/srv/pgspec/" ~ project) | python }})
ENVIRONMENT = {"PGSPEC_DATABASE_URL": {{ database | python }}}
{% for dag in dags %}

# {{ dag.words | one_line }}
{% if not dag.exact %}
# Cron cannot say this: the schedule has more times, at which nothing is due.
{% endif %}
with DAG(
    dag_id={{ dag.name | python }},
    schedule={{ dag.cron | python }},
    start_date=pendulum.datetime({{ dag.start | join(", ") }}, tz={{ dag.time_zone | python }}),
    catchup={{ "True" if dag.catches_up else "False" }},
    max_active_runs=1,
    tags=["pgspec", {{ project | python }}],
):
    tasks = [
{% for task in dag.tasks %}
        BashOperator(
            task_id={{ task.name | python }},
{% if task.description %}
            doc_md={{ task.description | python }},
{% endif %}
            bash_command={{ task.command | python }},
            cwd=PROJECT,
            env=ENVIRONMENT,
            append_env=True,
            retries={{ task.retries }},
            retry_delay=timedelta(seconds={{ task.retry_after }}),
            retry_exponential_backoff=True,
        ),
{% endfor %}
    ]
{% for edge in dag.edges %}
    tasks[{{ edge[0] }}] >> tasks[{{ edge[1] }}]
{% endfor %}
{% endfor %}
