#include "twin/sun/spans.hpp"

#include <algorithm>

namespace dalian::sun {

void join(Spans& spans) {
  std::erase_if(spans, [](Span s) { return !(s.from < s.to); });
  std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.from < b.from; });
  std::size_t kept = 0;
  for (Span const span : spans)
    if (kept > 0 && span.from <= spans[kept - 1].to)
      spans[kept - 1].to = std::max(spans[kept - 1].to, span.to);
    else
      spans[kept++] = span;
  spans.resize(kept);
}

Spans rest_of(Span whole, Spans const& covered) {
  Spans out;
  double at = whole.from;
  for (Span const span : covered) {
    if (span.from > at) out.push_back({at, std::min(span.from, whole.to)});
    at = std::max(at, span.to);
    if (at >= whole.to) break;
  }
  if (at < whole.to) out.push_back({at, whole.to});
  std::erase_if(out, [](Span s) { return !(s.from < s.to); });
  return out;
}

Spans common(Spans const& a, Spans const& b) {
  Spans out;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    Span const both{std::max(a[i].from, b[k].from), std::min(a[i].to, b[k].to)};
    if (both.from < both.to) out.push_back(both);
    if (a[i].to < b[k].to)
      ++i;
    else
      ++k;
  }
  return out;
}

double total(Spans const& spans) {
  double sum = 0;
  for (Span const span : spans)
    sum += span.to - span.from;
  return sum;
}

double longest(Spans const& spans) {
  double most = 0;
  for (Span const span : spans)
    most = std::max(most, span.to - span.from);
  return most;
}

double total_of_long(Spans const& spans, double least) {
  double sum = 0;
  for (Span const span : spans)
    if (span.to - span.from >= least) sum += span.to - span.from;
  return sum;
}

} // namespace dalian::sun
