//! Filter expressions: CEL text compiled against the columns of a file and evaluated column by column.
//!
//! Names are columns (`price`, or `row["any name"]`). The rules where CEL libraries differ, or where plain CEL would
//! stop with an error:
//!
//! 1. Number literals take the column's type: `x * 2` is a float64 for a float64 column, `year >= 2019.5` compares an
//!    int64 column as float64. int64 and float64 columns may be mixed; the result is float64.
//! 2. `==` and `!=` are total as in CEL: null equals null only. So `city != "Oslo"` is true where city is null, and
//!    `x == null` tests for null.
//! 3. `<`, `<=`, `>`, `>=` with null are false (an error in plain CEL).
//! 4. Arithmetic with null is null; so are int64 overflow and int64 division by zero.
//! 5. `contains`, `startsWith`, `endsWith`, `matches` and `in` of null are false, `size(null)` is null.
//! 6. A bool column's null counts as false in `&&`, `||`, `!` and as the condition of `?:`.
//! 7. NaN follows IEEE 754: every comparison with it is false, except `!=`, which is true.
//! 8. A row passes when the whole expression is true.

mod compile;
mod evaluate;
mod node;
mod syntax;

pub use compile::{Filter, FilterError, compile_filter};
pub use evaluate::{Frame, evaluate};
