#include "twin/whatif/result_store.hpp"

namespace dalian::whatif {

EvaluationPtr ResultStore::find(ContentHash key) {
  std::lock_guard const lock(mutex_);
  auto const it = entries_.find(key);
  if (it == entries_.end()) return nullptr;
  auto& uses = it->second.first == plan::Durability::lasting ? lasting_ : plan_;
  uses.splice(uses.begin(), uses, it->second.second);
  return it->second.second->evaluation;
}

EvaluationPtr ResultStore::put(ContentHash key, Evaluation evaluation, plan::Durability durability) {
  std::lock_guard const lock(mutex_);
  if (auto const it = entries_.find(key); it != entries_.end()) return it->second.second->evaluation;
  if (entries_.size() >= capacity_) make_room();
  auto& uses = durability == plan::Durability::lasting ? lasting_ : plan_;
  uses.push_front({key, std::make_shared<Evaluation const>(std::move(evaluation))});
  entries_[key] = {durability, uses.begin()};
  return uses.front().evaluation;
}

std::size_t ResultStore::size() const {
  std::lock_guard const lock(mutex_);
  return entries_.size();
}

void ResultStore::make_room() {
  auto& uses = plan_.empty() ? lasting_ : plan_;
  if (uses.empty()) return;
  entries_.erase(uses.back().key);
  uses.pop_back();
}

} // namespace dalian::whatif
