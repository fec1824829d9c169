#pragma once
// What twin/sparse/lu keeps of an analysis: in the order of elimination, A(row_of[i], column_of[j]) = (L U)(i, j).
#include "twin/sparse/lu.hpp"

namespace dalian::sparse {

struct LuPlan {
  std::vector<int> row_of, column_of;      // of the matrix, by place in the order
  std::vector<int> place_of_row;           // the inverse of row_of
  std::vector<int> lower_start, lower_row; // L without its unit diagonal, by columns
  std::vector<int> upper_start, upper_row; // U without its diagonal, by columns, rows ascending
};

/// The pattern of the factors when nothing is pivoted any more (fill by reachability, columns left to right: Gilbert
/// and Peierls, SIAM J. Sci. Stat. Comput. 9, 1988).
LuPlanPtr make_plan(Pattern const& pattern, std::vector<int> row_of, std::vector<int> column_of);

} // namespace dalian::sparse
