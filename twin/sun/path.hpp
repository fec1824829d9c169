#pragma once
// The sun's way over a day in true solar time: its declination stands, the hour angle runs (15° an hour, 0 at noon,
// afternoon positive), so that its direction is a + b cos t + c sin t. That is how Chinese practice counts sunshine
// (GB 50180-2018, GB/T 50947-2014). Map axes: x grid east, y grid north, z up.
#include "twin/base/geo.hpp"
#include "twin/sun/spans.hpp"

#include <array>

namespace dalian::sun {

struct Direction {
  double x = 0, y = 0, z = 0;
};

/// f(t) = a + b cos t + c sin t.
struct Wave {
  double a = 0, b = 0, c = 0;
  double at(double t_rad) const;
};

struct Path {
  Wave x, y, z;    // towards the sun, unit length; not bent by the air
  Span window_rad; // hour angles that count
};

/// Of a latitude, with map north turned by `grid_rad` from true north (clockwise positive: the meridian convergence).
/// The window in hours of true solar time, 0…24; what lies before sunrise or after sunset is cut off.
Path make_path(double latitude_rad, double declination_rad, double grid_rad, Span window_h);

Direction direction(Path const& path, double t_rad);
double elevation_rad(Path const& path, double t_rad);

inline constexpr double kRadiansPerHour = 0.26179938779914943654; // 15°
inline double to_hours(double span_rad) {
  return span_rad / kRadiansPerHour;
}

/// A few stretches without memory of their own, for they are asked for millions of times.
class FewSpans {
 public:
  FewSpans() = default;
  FewSpans(Span only) : count_(1) { span_[0] = only; }
  void add(Span span) { span_[count_++] = span; }
  Span const* begin() const { return span_.data(); }
  Span const* end() const { return span_.data() + count_; }

 private:
  std::array<Span, 3> span_;
  std::size_t count_ = 0;
};

/// Where the wave is not below 0 within a window of less than a turn; at most two spans, closed form.
FewSpans where_not_below_0(Wave const& wave, Span window_rad);
Spans not_below_0(Wave const& wave, Span window_rad);

/// Declination of the sun at noon at 120° E, by twin/base/sun, in the year 2026, in the middle between two leap years.
/// 20 January is the Great Cold of Chinese practice.
double declination_rad(int month, int day);
double declination_rad(double day_of_year); // 1 = 1 January

/// ∫ f dt over the spans, in radians of hour angle.
double integral(Wave const& wave, Spans const& spans);

} // namespace dalian::sun
