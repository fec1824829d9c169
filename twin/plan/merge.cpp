#include "twin/plan/merge.hpp"

#include "twin/plan/document.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace dalian::plan {
namespace {

/// What one side does to an entity.
struct Change {
  bool removed = false, added = false;
  std::map<std::size_t, Value> fields; // by place in the schema
};
using Changes = std::map<std::pair<Layer, std::string>, Change>;

Changes changes_of(Edits const& edits) {
  Changes out;
  for (Edit const& edit : edits) {
    Change& change = out[{edit.layer, edit.id}];
    change.removed = edit.kind == Edit::Kind::remove;
    change.added = edit.kind == Edit::Kind::add;
    if (edit.kind == Edit::Kind::set) change.fields[*find_field(edit.layer, edit.field)] = edit.value;
    for (auto const& [field, value] : edit.fields)
      change.fields[*find_field(edit.layer, field)] = value;
  }
  return out;
}

/// One entity that both sides change.
class EntityMerge {
 public:
  EntityMerge(Layout const& ancestor, Layer layer, std::string const& id, std::vector<Conflict>& conflicts)
      : ancestor_(ancestor), layer_(layer), id_(id), conflicts_(conflicts) {}

  Change join(Change const& a, Change const& b) {
    if (a.removed && b.removed) return a;
    if (a.removed != b.removed) {
      add_conflict({}, removal(), change_edit(a.removed ? b : a));
      return {};
    }
    Change out;
    out.added = a.added;
    for (auto const& [field, value] : a.fields)
      join_field(field, value, b, out);
    for (auto const& [field, value] : b.fields)
      if (!a.fields.contains(field)) join_field(field, value, a, out);
    return out;
  }

 private:
  /// Two sides that add the same entity differ also where only one gives a field.
  void join_field(std::size_t field, Value const& value, Change const& other, Change& out) {
    auto const it = other.fields.find(field);
    bool const alone = it == other.fields.end();
    if (alone ? !other.added : it->second == value)
      out.fields[field] = value;
    else
      add_conflict(spec_of(layer_).fields[field].name, set(field, value), set(field, alone ? Value{} : it->second));
  }
  Edit set(std::size_t field, Value value) const {
    return {Edit::Kind::set, layer_, id_, std::string(spec_of(layer_).fields[field].name), std::move(value), {}};
  }
  Edit removal() const { return {Edit::Kind::remove, layer_, id_, {}, {}, {}}; }
  /// The first of its changes stands for all.
  Edit change_edit(Change const& change) const {
    return set(change.fields.begin()->first, change.fields.begin()->second);
  }
  void add_conflict(std::string_view field, Edit first, Edit second) {
    if (edit_line(second) < edit_line(first)) std::swap(first, second);
    auto const entity = ancestor_.find(layer_, id_);
    Value const from = entity && !field.empty() ? entity->value(field) : Value{};
    conflicts_.push_back({layer_, id_, std::string(field), from, std::move(first), std::move(second)});
  }

  Layout const& ancestor_;
  Layer layer_;
  std::string const& id_;
  std::vector<Conflict>& conflicts_;
};

Layout changed(Layout const& layout, Layer layer, std::string const& id, Change const& change) {
  if (change.removed) return layout.without(layer, id);
  auto const entity = layout.find(layer, id);
  if (!entity && !change.added) return layout; // a conflict over what is removed
  Row row = entity ? entity->row() : Row{id, std::vector<Value>(spec_of(layer).fields.size())};
  for (auto const& [field, value] : change.fields)
    row.values[field] = value;
  return layout.with(layer, std::move(row));
}

} // namespace

Merged merge(Layout const& ancestor, Layout const& a, Layout const& b) {
  Merged out;
  out.layout = ancestor;
  auto const of_a = changes_of(difference(ancestor, a)), of_b = changes_of(difference(ancestor, b));
  auto all = of_a;
  all.insert(of_b.begin(), of_b.end());
  for (auto const& [key, change] : all) {
    auto const ours = of_a.find(key), theirs = of_b.find(key);
    bool const both = ours != of_a.end() && theirs != of_b.end();
    EntityMerge entity(ancestor, key.first, key.second, out.conflicts);
    out.layout = changed(out.layout, key.first, key.second, both ? entity.join(ours->second, theirs->second) : change);
  }
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(), [](Conflict const& x, Conflict const& y) {
    return std::tie(x.layer, x.id, x.field) < std::tie(y.layer, y.id, y.field);
  });
  out.edits = difference(ancestor, out.layout);
  return out;
}

std::string joined_text(std::string const& before, std::string const& mine, std::string const& theirs,
                        std::string_view between) {
  if (theirs == before || theirs == mine) return mine;
  if (mine == before || mine.empty()) return theirs;
  return theirs.empty() ? mine : mine + std::string(between) + theirs;
}

} // namespace dalian::plan
