//! Values of rows on their way to the server: a list of texts for each column.

use std::error::Error;
use std::fmt;

use bytes::{BufMut, BytesMut};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A list of texts, written as PostgreSQL's arrays are without being put together before.
pub(super) struct List<G> {
    /// How many there are.
    pub count: usize,
    /// Gives each; nothing where it is NULL.
    pub get: G,
}

impl<G> fmt::Debug for List<G> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} texts", self.count)
    }
}

impl<'t, G: Fn(usize) -> Option<&'t str>> ToSql for List<G> {
    fn to_sql(
        &self,
        _: &Type,
        into: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let begins = into.len();
        let mut has_null = 0;
        // One dimension, whether there is a NULL, elements of type text; how many there are, counted from 1.
        for number in [1, has_null, 25, i32::try_from(self.count)?, 1] {
            into.put_i32(number);
        }
        for value in (0..self.count).map(&self.get) {
            let length = value.map_or(Ok(-1), |value| i32::try_from(value.len()))?;
            into.extend_from_slice(&length.to_be_bytes());
            into.extend_from_slice(value.unwrap_or_default().as_bytes());
            has_null |= i32::from(value.is_none());
        }
        into[begins + 4..begins + 8].copy_from_slice(&has_null.to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(data_type: &Type) -> bool {
        *data_type == Type::TEXT_ARRAY
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_as_the_library_writes_it() {
        for values in [vec![Some("a\tb"), None, Some(""), Some("é")], vec![Some("x")]] {
            let (mut ours, mut theirs) = (BytesMut::new(), BytesMut::new());
            let list = List { count: values.len(), get: |at: usize| values[at] };
            list.to_sql(&Type::TEXT_ARRAY, &mut ours).unwrap();
            values.to_sql(&Type::TEXT_ARRAY, &mut theirs).unwrap();
            assert_eq!(ours, theirs);
        }
    }
}
