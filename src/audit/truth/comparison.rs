//! What two operands say, held against each other.

use std::cmp::Ordering;

use super::reader::Reader;
use super::{Truth, Value, likeness, truth_of};

impl Reader<'_> {
    pub(super) fn comparison(&self, left: &Value, operator: &str, right: &Value) -> Truth {
        // As PostgreSQL writes LIKE.
        if operator == "~~" {
            return likeness::like(left, right, self.never_null);
        }
        if matches!(operator, "~" | "~*") {
            return likeness::fits(left, right, self.never_null);
        }
        let order = match (left, right) {
            (Value::Condition(Truth::Null), _) | (_, Value::Condition(Truth::Null)) => {
                return Truth::Null;
            }
            (Value::Column(left), Value::Column(right)) if left == right => {
                return match operator {
                    "=" | "<=" | ">=" if (self.never_null)(left) => Truth::True,
                    "=" | "<=" | ">=" => Truth::UnlessNull(left.clone()),
                    _ => Truth::Depends,
                };
            }
            (Value::Session(left), Value::Session(right)) if left == right => Ordering::Equal,
            (Value::Number(left), Value::Number(right)) => {
                match (left.parse::<f64>(), right.parse::<f64>()) {
                    (Ok(left), Ok(right)) => left.total_cmp(&right),
                    _ => return Truth::Depends,
                }
            }
            // How texts are ordered, the collation says.
            (Value::Text(left), Value::Text(right)) if left == right => Ordering::Equal,
            (Value::Text(_), Value::Text(_)) => match operator {
                "=" => return Truth::False,
                "<>" | "!=" => return Truth::True,
                _ => return Truth::Depends,
            },
            (Value::Condition(left), Value::Condition(right)) => match (left, right) {
                (Truth::True, Truth::True) | (Truth::False, Truth::False) => Ordering::Equal,
                (Truth::True, Truth::False) => Ordering::Greater,
                (Truth::False, Truth::True) => Ordering::Less,
                _ => return Truth::Depends,
            },
            _ => return Truth::Depends,
        };
        match operator {
            "=" => truth_of(order.is_eq()),
            "<>" | "!=" => truth_of(order.is_ne()),
            "<" => truth_of(order.is_lt()),
            "<=" => truth_of(order.is_le()),
            ">" => truth_of(order.is_gt()),
            ">=" => truth_of(order.is_ge()),
            _ => Truth::Depends,
        }
    }
}
