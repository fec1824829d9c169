#include "twin/planner/joining.hpp"

#include <algorithm>

namespace dalian::planner {
namespace {

using plan::Conflict;
using plan::Layout;

/// With what a side wants of a conflict.
Layout taken_from(Layout const& side, Layout const& layout, Conflict const& conflict) {
  auto const wanted = side.find(conflict.layer, conflict.id);
  auto const there = layout.find(conflict.layer, conflict.id);
  if (!wanted) return there ? layout.without(conflict.layer, conflict.id) : layout;
  plan::Row row = wanted->row();
  if (!conflict.field.empty() && there) {
    row = there->row();
    auto const field = *plan::find_field(conflict.layer, conflict.field);
    row.values[field] = wanted->row().values[field];
  }
  return layout.with(conflict.layer, std::move(row));
}

} // namespace

bool Joining::decided() const {
  return std::ranges::all_of(chosen, [](auto const& side) { return side.has_value(); });
}

Joining look_at(std::filesystem::path file, plan::Scenario theirs, Layout const& ancestor, Layout mine,
                Layout their_layout) {
  Joining out{std::move(file), std::move(theirs), std::move(mine), std::move(their_layout), {}, {}};
  out.merged = plan::merge(ancestor, out.mine, out.their_layout);
  out.chosen.resize(out.merged.conflicts.size());
  return out;
}

Layout joined(Joining const& joining) {
  Layout out = joining.merged.layout;
  for (std::size_t i = 0; i < joining.chosen.size(); ++i) {
    bool const theirs = joining.chosen[i] == Side::theirs;
    out = taken_from(theirs ? joining.their_layout : joining.mine, out, joining.merged.conflicts[i]);
  }
  return out;
}

} // namespace dalian::planner
