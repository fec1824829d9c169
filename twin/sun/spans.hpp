#pragma once
// Stretches of a day, as sets: sorted, apart from each other. Any unit; here hour angles or hours.
#include <vector>

namespace dalian::sun {

struct Span {
  double from = 0, to = 0; // from < to
  bool operator==(Span const&) const = default;
};
using Spans = std::vector<Span>;

/// In place: sorted, what touches joined, what is empty left out.
void join(Spans& spans);
/// What of `whole` none of them covers. Precondition: joined.
Spans rest_of(Span whole, Spans const& covered);
/// Of joined ones: what both have.
Spans common(Spans const& a, Spans const& b);

double total(Spans const& spans);
double longest(Spans const& spans); // 0 = none
/// Sum of those that last at least `least`.
double total_of_long(Spans const& spans, double least);

} // namespace dalian::sun
