#include "twin/whatif/result_store.hpp"

namespace dalian::whatif {
namespace {

/// Columns, lines and words, which are nearly all of it; about.
std::size_t bytes_of(Evaluation const& evaluation) {
  std::size_t out = sizeof(Evaluation) + evaluation.kpis.size() * sizeof(Kpi);
  for (Kpi const& kpi : evaluation.kpis)
    out += kpi.source.size();
  for (Column const& column : evaluation.columns) {
    out += sizeof(Column) + column.values.size() * sizeof(column.values[0]);
    for (auto const& [id, value] : column.values)
      out += id.size();
  }
  for (plan::Finding const& finding : evaluation.findings) {
    out += sizeof(plan::Finding) + finding.message.size() + finding.mend.size();
    for (std::string const& value : finding.values)
      out += sizeof(std::string) + value.size();
  }
  for (Contour const& contour : evaluation.contours)
    out += sizeof(Contour) + contour.line.size() * sizeof(contour.line[0]);
  return out;
}

} // namespace

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
  std::size_t const bytes = bytes_of(evaluation);
  while (!entries_.empty() && (entries_.size() >= capacity_ || bytes_ + bytes > most_bytes_))
    forget_one();
  auto& uses = durability == plan::Durability::lasting ? lasting_ : plan_;
  uses.push_front({key, std::make_shared<Evaluation const>(std::move(evaluation)), bytes});
  bytes_ += bytes;
  entries_[key] = {durability, uses.begin()};
  return uses.front().evaluation;
}

std::size_t ResultStore::size() const {
  std::lock_guard const lock(mutex_);
  return entries_.size();
}

void ResultStore::forget_one() {
  auto& uses = plan_.empty() ? lasting_ : plan_;
  bytes_ -= uses.back().bytes;
  entries_.erase(uses.back().key);
  uses.pop_back();
}

} // namespace dalian::whatif
