#include "twin/plan/parts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <set>

namespace dalian::plan {
namespace {

using Key = std::pair<Layer, std::string>;

/// Which of the edited entities hang together: union-find.
class Groups {
 public:
  explicit Groups(Edits const& edits) {
    for (Edit const& edit : edits) {
      number_.try_emplace({edit.layer, edit.id}, number_.size());
      if (edit.kind != Edit::Kind::set) come_or_go_.insert({edit.layer, edit.id});
    }
    head_.resize(number_.size());
    std::iota(head_.begin(), head_.end(), 0);
  }
  void join(Key const& a, Key const& b) {
    auto const i = number_.find(a), k = number_.find(b);
    if (i != number_.end() && k != number_.end()) head_[head_of(i->second)] = head_of(k->second);
  }
  bool has(Key const& key) const { return number_.contains(key); }
  bool comes_or_goes(Key const& key) const { return come_or_go_.contains(key); }
  std::size_t of(Key const& key) { return head_of(number_.at(key)); }

 private:
  std::size_t head_of(std::size_t i) {
    while (head_[i] != i)
      i = head_[i] = head_[head_[i]];
    return i;
  }
  std::map<Key, std::size_t> number_;
  std::set<Key> come_or_go_;
  std::vector<std::size_t> head_;
};

/// What a value refers to, where it comes or goes by these edits: without that the reference would lead nowhere.
void join_references(Key const& from, FieldSpec const& field, Value const& value, Groups& groups) {
  if (field.type != FieldType::ref && field.type != FieldType::refs) return;
  auto const layer = find_layer(field.words);
  if (!layer) return;
  auto const one = [&](std::string const& id) {
    if (groups.comes_or_goes({*layer, id})) groups.join(from, {*layer, id});
  };
  if (auto const* id = std::get_if<std::string>(&value)) one(*id);
  if (auto const* ids = std::get_if<std::vector<std::string>>(&value)) std::ranges::for_each(*ids, one);
}

void join_references(Edit const& edit, Layout const& base, Groups& groups) {
  Key const key{edit.layer, edit.id};
  auto const fields = spec_of(edit.layer).fields;
  auto const field_at = [&](std::string_view name) -> FieldSpec const& {
    return fields[*find_field(edit.layer, name)];
  };
  if (edit.kind == Edit::Kind::set) join_references(key, field_at(edit.field), edit.value, groups);
  for (auto const& [name, value] : edit.fields)
    join_references(key, field_at(name), value, groups);
  auto const before = base.find(edit.layer, edit.id);
  for (std::size_t i = 0; before && i < fields.size(); ++i)
    if (edit.kind == Edit::Kind::remove || fields[i].name == edit.field)
      join_references(key, fields[i], before->row().values[i], groups);
}

std::string words_of(Edit const& edit) {
  constexpr std::array kDone{"remove", "add", "set"};
  return fmt::format("{} {} '{}'{}", kDone[static_cast<std::size_t>(edit.kind)], spec_of(edit.layer).name, edit.id,
                     edit.field.empty() ? "" : " " + edit.field);
}

/// Steps that are no act of their own: edits typed by hand or taken from a file, each of which stands for itself.
bool is_gathered(Step const& step) {
  return step.by == "edit" || step.by == kByHand || step.by.starts_with(kJoinedWith);
}

/// The words of every step that touched a group, and the first of them.
struct Origin {
  std::size_t first = ~std::size_t{0};
  std::string by;
};

std::map<std::size_t, Origin> origins_of(std::vector<Step> const& steps, Groups& groups) {
  std::map<std::size_t, Origin> out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto const touched = std::ranges::find_if(steps[i].edits, [&](Edit const& e) {
      return groups.has({e.layer, e.id});
    });
    if (touched == steps[i].edits.end()) continue;
    Origin& origin = out[groups.of({touched->layer, touched->id})];
    origin.first = std::min(origin.first, i);
    origin.by += (origin.by.empty() ? "" : "; ") + steps[i].by;
  }
  return out;
}

} // namespace

std::vector<Part> parts_of(EditLog const& log) {
  std::vector<Step> acts;
  for (std::size_t i = 0; i < log.at(); ++i)
    if (!is_gathered(log.steps()[i])) acts.push_back(log.steps()[i]);
  return parts_of(log.base(), log.edits(), acts);
}

std::vector<Part> parts_of(Layout const& base, Edits const& edits, std::vector<Step> const& steps) {
  Groups groups(edits);
  for (Step const& step : steps) {
    Edit const* first = nullptr;
    for (Edit const& edit : step.edits) {
      if (!groups.has({edit.layer, edit.id})) continue;
      if (first != nullptr) groups.join({edit.layer, edit.id}, {first->layer, first->id});
      first = &edit;
    }
  }
  for (Edit const& edit : edits)
    join_references(edit, base, groups);
  auto const origins = origins_of(steps, groups);
  std::vector<std::pair<std::size_t, Part>> found; // with the step that began it
  std::map<std::size_t, std::size_t> place;        // of a group
  for (Edit const& edit : edits) {
    auto const group = groups.of({edit.layer, edit.id});
    auto const [at, fresh] = place.try_emplace(group, found.size());
    if (fresh) {
      auto const origin = origins.find(group);
      bool const known = origin != origins.end();
      found.push_back({known ? origin->second.first : steps.size(), {known ? origin->second.by : words_of(edit), {}}});
    }
    found[at->second].second.edits.push_back(edit);
  }
  std::stable_sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<Part> out;
  for (auto& [step, part] : found)
    out.push_back(std::move(part));
  return out;
}

} // namespace dalian::plan
