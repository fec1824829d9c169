#include "twin/association/assignment.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace dalian::association {
namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}

std::span<std::uint32_t const> AssignmentSolver::solve(SparseCosts const& problem) {
  assert(!problem.row_begin.empty() && problem.column.size() == problem.cost.size());
  problem_ = problem;
  column_of_.assign(problem.rows(), kNobody);
  row_of_.assign(problem.columns, kNobody);
  price_.assign(problem.columns, 0);
  distance_.assign(problem.columns, kInfinity);
  from_row_.resize(problem.columns);
  done_.assign(problem.columns, 0);
  reduce_rows();
  for (std::uint32_t const row : free_)
    augment(row);
  return column_of_;
}

/// Two sweeps: rows choose the column that is cheapest after prices; who is pushed off chooses again in the second.
/// Who then has nothing, and would want something, is left in free_.
void AssignmentSolver::reduce_rows() {
  free_.resize(problem_.rows());
  for (std::uint32_t row = 0; row < free_.size(); ++row)
    free_[row] = row;
  for (int sweep = 0; sweep < 2; ++sweep) {
    displaced_.clear();
    for (std::uint32_t const row : free_)
      reduce(row);
    free_.swap(displaced_);
  }
}

void AssignmentSolver::reduce(std::uint32_t row) {
  double best = 0, second = kInfinity; // none costs nothing
  std::uint32_t choice = kNobody;
  for (std::uint32_t k = problem_.row_begin[row]; k < problem_.row_begin[row + 1]; ++k) {
    double const cost = problem_.cost[k] - price_[problem_.column[k]];
    if (cost < best) {
      second = best;
      best = cost;
      choice = problem_.column[k];
    } else {
      second = std::min(second, cost);
    }
  }
  if (choice == kNobody) return; // going without is best, and stays so: prices only fall
  if (row_of_[choice] != kNobody) {
    column_of_[row_of_[choice]] = kNobody;
    displaced_.push_back(row_of_[choice]);
  }
  price_[choice] -= second - best;
  row_of_[choice] = row;
  column_of_[row] = choice;
}

/// Puts what `row`, reached at `distance`, offers on the heap; `price`: the row's own (dual) value.
void AssignmentSolver::relax(std::uint32_t row, double distance, double price) {
  for (std::uint32_t k = problem_.row_begin[row]; k < problem_.row_begin[row + 1]; ++k) {
    std::uint32_t const column = problem_.column[k];
    if (done_[column]) continue;
    double const reached = distance + (problem_.cost[k] - price_[column] - price);
    if (reached >= distance_[column]) continue;
    if (distance_[column] == kInfinity) touched_.push_back(column);
    distance_[column] = reached;
    from_row_[column] = row;
    heap_.push_back({reached, column});
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
  }
}

/// Dijkstra over reduced costs from a row that has nothing.
AssignmentSolver::Goal AssignmentSolver::shortest_path(std::uint32_t start) {
  double own = 0;
  for (std::uint32_t k = problem_.row_begin[start]; k < problem_.row_begin[start + 1]; ++k)
    own = std::min(own, problem_.cost[k] - price_[problem_.column[k]]);
  Goal goal{-own, kNobody, start}; // going without, if nothing else is better
  relax(start, 0, own);
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
    Reached const next = heap_.back();
    heap_.pop_back();
    if (done_[next.column] || next.distance > distance_[next.column]) continue;
    if (next.distance >= goal.distance) break;
    std::uint32_t const row = row_of_[next.column];
    if (row == kNobody) return {next.distance, next.column, kNobody};
    done_[next.column] = 1;
    settled_.push_back(next.column);
    auto const begin = problem_.column.begin() + problem_.row_begin[row];
    auto const sits = std::find(begin, problem_.column.end(), next.column) - problem_.column.begin();
    double const price = problem_.cost[static_cast<std::size_t>(sits)] - price_[next.column];
    if (next.distance - price < goal.distance) goal = {next.distance - price, kNobody, row};
    relax(row, next.distance, price);
  }
  return goal;
}

void AssignmentSolver::augment(std::uint32_t start) {
  Goal const goal = shortest_path(start);
  for (std::uint32_t const column : settled_)
    price_[column] += distance_[column] - goal.distance;
  flip(goal, start);
  for (std::uint32_t const column : touched_)
    distance_[column] = kInfinity;
  for (std::uint32_t const column : settled_)
    done_[column] = 0;
  heap_.clear();
  touched_.clear();
  settled_.clear();
}

/// Moves every row on the way to the column by which it was left.
void AssignmentSolver::flip(Goal const& goal, std::uint32_t start) {
  std::uint32_t column = goal.column;
  if (goal.row != kNobody) {
    if (goal.row == start) return;
    column = column_of_[goal.row];
    column_of_[goal.row] = kNobody;
  }
  for (;;) {
    std::uint32_t const row = from_row_[column];
    std::uint32_t const left = column_of_[row];
    column_of_[row] = column;
    row_of_[column] = row;
    if (row == start) return;
    column = left;
  }
}

} // namespace dalian::association
