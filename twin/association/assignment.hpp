#pragma once
// The cheapest one-to-one choice among sparse pairs: the shortest augmenting path method of Jonker & Volgenant 1987
// ("A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38), with
// its augmenting row reduction, on rectangular problems. One thread; keeps its memory from problem to problem.
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace dalian::association {

inline constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

/// Row i may take the columns column[row_begin[i] … row_begin[i+1]) at their costs, or none at cost 0.
struct SparseCosts {
  std::span<std::uint32_t const> row_begin; // rows + 1
  std::span<std::uint32_t const> column;    // each at most once in a row
  std::span<double const> cost;             // finite
  std::uint32_t columns = 0;
  std::uint32_t rows() const { return static_cast<std::uint32_t>(row_begin.size() - 1); }
};

class AssignmentSolver {
 public:
  /// The column of each row, or kNobody: a choice with the smallest sum of costs in which no column is taken twice.
  /// A pair of cost >= 0 is never better than none. Valid until the next call.
  std::span<std::uint32_t const> solve(SparseCosts const& problem);

 private:
  struct Reached {
    double distance;
    std::uint32_t column;
    bool operator>(Reached const& o) const {
      return distance != o.distance ? distance > o.distance : column > o.column;
    }
  };
  struct Goal { // where the shortest path ends: at a free column, or at a row that goes without
    double distance;
    std::uint32_t column, row;
  };

  void reduce_rows();
  void reduce(std::uint32_t row);
  void augment(std::uint32_t row);
  Goal shortest_path(std::uint32_t row);
  void relax(std::uint32_t row, double distance, double price);
  void flip(Goal const& goal, std::uint32_t start);

  SparseCosts problem_;
  std::vector<std::uint32_t> column_of_, row_of_, from_row_, free_, displaced_;
  std::vector<double> price_, distance_; // of columns; prices are never positive, zero where nobody sits
  std::vector<std::uint32_t> settled_, touched_;
  std::vector<char> done_;
  std::vector<Reached> heap_;
};

} // namespace dalian::association
