#include "twin/sparse/lu_plan.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::sparse {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// Marks what a column reaches through the columns of L found so far.
class Reach {
 public:
  explicit Reach(LuPlan const& plan, int size) : plan_(plan), mark_(at(size), -1) {}

  /// All places that column `k` with these entries fills, ascending.
  std::vector<int> const& of(int k, std::vector<int> const& entries) {
    found_.clear();
    for (int const e : entries)
      visit(k, e);
    while (!open_.empty()) {
      int const j = open_.back();
      open_.pop_back();
      for (int p = plan_.lower_start[at(j)]; p < plan_.lower_start[at(j) + 1]; ++p)
        visit(k, plan_.lower_row[at(p)]);
    }
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  void visit(int k, int i) {
    if (mark_[at(i)] == k) return;
    mark_[at(i)] = k;
    found_.push_back(i);
    if (i < k) open_.push_back(i);
  }

  LuPlan const& plan_;
  std::vector<int> mark_, open_, found_;
};

} // namespace

LuPlanPtr make_plan(Pattern const& pattern, std::vector<int> row_of, std::vector<int> column_of) {
  int const n = pattern.size;
  auto plan = std::make_shared<LuPlan>();
  plan->row_of = std::move(row_of);
  plan->column_of = std::move(column_of);
  plan->place_of_row.assign(at(n), 0);
  for (int i = 0; i < n; ++i)
    plan->place_of_row[at(plan->row_of[at(i)])] = i;
  plan->lower_start = plan->upper_start = {0};
  Reach reach(*plan, n);
  std::vector<int> entries;
  for (int k = 0; k < n; ++k) {
    int const c = plan->column_of[at(k)];
    entries.clear();
    for (int p = pattern.start[at(c)]; p < pattern.start[at(c) + 1]; ++p)
      entries.push_back(plan->place_of_row[at(pattern.row[at(p)])]);
    for (int const i : reach.of(k, entries)) {
      if (i < k) plan->upper_row.push_back(i);
      if (i > k) plan->lower_row.push_back(i);
    }
    plan->upper_start.push_back(static_cast<int>(plan->upper_row.size()));
    plan->lower_start.push_back(static_cast<int>(plan->lower_row.size()));
  }
  return plan;
}

} // namespace dalian::sparse
