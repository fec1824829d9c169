#pragma once
// Reversible changes of a layout. What a series of them amounts to is the difference between two layouts: sorted, the
// last word on each field, nothing that changes nothing. So the order in which independent edits were made, and edits
// that were undone, leave no trace.
#include "twin/plan/finding.hpp"
#include "twin/plan/layout.hpp"

#include <utility>

namespace dalian::plan {

struct Edit {
  enum class Kind : std::uint8_t { remove, add, set };
  Kind kind = Kind::set;
  Layer layer = Layer::zone;
  std::string id;
  std::string field;                                 // of set
  Value value;                                       // of set; none = as if never given
  std::vector<std::pair<std::string, Value>> fields; // of add: those given, in the order of the schema
  bool operator==(Edit const&) const = default;
};
using Edits = std::vector<Edit>;

/// The error names layer, entity, field and remedy: an entity that is not there or is there already, an unknown field,
/// a value that the field may not have.
Result<Layout> apply(Layout const& layout, Edit const& edit);

/// What undoes `edit`, which can be applied to `before`.
Edit inverse(Layout const& before, Edit const& edit);

/// The canonical edits that turn `from` into `to`: by layer, id, and field in the order of the schema.
Edits difference(Layout const& from, Layout const& to);

/// Each edit that can be applied, in order; of the others a finding.
struct Applied {
  Layout layout;
  Findings findings;
};
Applied apply_all(Layout const& base, Edits const& edits);

} // namespace dalian::plan
