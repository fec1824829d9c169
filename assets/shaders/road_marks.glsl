// Paint on a carriageway, from metres across and along: how much of a pixel it covers. Lines thinner than a pixel fade to
// their share of it. Sizes of GB 5768.3-2009. Include after common.glsl and scene_types.h.
#ifndef DALIAN_ROAD_MARKS_GLSL
#define DALIAN_ROAD_MARKS_GLSL

const float kLine_m = 0.15;
const float kZebraFrom_m = 0.9, kZebraTo_m = 4.9, kStopLine_m = 0.3; // layout/junctions.hpp
const float kStopBeforeZebra_m = 6.6, kStopAlone_m = 0.8;
const float kSolid_m = 30.0; // before a mouth lane lines are not to be crossed

/// Coverage of a stripe of `width` metres about 0, at `x` metres, by a pixel of `pixel` metres.
float stripe(float x, float width, float pixel) {
  float low = max(x - 0.5 * pixel, -0.5 * width), high = min(x + 0.5 * pixel, 0.5 * width);
  return saturate((high - low) / pixel);
}
/// Stripes of `width` every `period` metres.
float stripes(float x, float period, float width, float pixel) {
  float near = stripe(x - period * round(x / period), width, pixel);
  return mix(near, width / period, smoothstep(0.3, 1.0, pixel / period));
}
/// Coverage of low … high.
float between(float x, float low, float high, float pixel) { return stripe(x - 0.5 * (low + high), high - low, pixel); }

struct Road {
  float x, along, half_m; // across from the axis, along, half the carriageway
  vec2 pixel;             // metres per pixel across and along
  float stop_m;           // on this side of the axis: to the mouth that its traffic drives to
  uint stop;              // what is marked there: 0 open, 1 stop line, 2 crossing
  float mouth_m;          // to the nearest mouth with a crossing, whichever way
  float median_m, lane_m, cycle_m;
  float lanes;
  bool one_way;
};

Road road_at(vec4 across_along_ahead_behind, float half_m, uint marks, vec2 pixel) {
  float ahead = across_along_ahead_behind.z, behind = across_along_ahead_behind.w, x = across_along_ahead_behind.x;
  uint at_ahead = marks >> RIBBON_AHEAD_SHIFT & 3u, at_behind = marks >> RIBBON_BEHIND_SHIFT & 3u;
  bool onward = x > 0.0; // traffic keeps to the right
  Road r;
  r.x = x;
  r.along = across_along_ahead_behind.y;
  r.half_m = half_m;
  r.pixel = pixel;
  r.stop_m = onward ? ahead : behind;
  r.stop = onward ? at_ahead : at_behind;
  r.mouth_m = min(at_ahead == 2u ? ahead : RIBBON_FAR_M, at_behind == 2u ? behind : RIBBON_FAR_M);
  r.median_m = float(marks >> RIBBON_MEDIAN_SHIFT & 255u) * 0.1;
  r.lane_m = float(marks >> RIBBON_LANE_SHIFT & 255u) * 0.02;
  r.cycle_m = float(marks >> RIBBON_CYCLE_SHIFT & 255u) * 0.1;
  r.lanes = float(marks >> RIBBON_LANES_SHIFT & 7u);
  r.one_way = (marks & RIBBON_ONE_WAY) != 0u;
  return r;
}

/// 1 where lines may be: none inside a crossing or beyond a stop line.
float line_room(Road r) {
  float from = r.mouth_m < RIBBON_FAR_M * 0.5 ? kStopBeforeZebra_m - r.mouth_m : r.stop == 1u ? kStopAlone_m - r.stop_m : -1e3;
  return saturate(0.5 - from / r.pixel.y);
}

/// Lines between lanes and beside them; the middle line is apart.
float lane_lines(Road r, bool fast) {
  float inner = r.one_way ? -r.half_m : r.median_m, side = r.one_way ? r.x : abs(r.x);
  float dashes = fast ? stripes(r.along, 15.0, 6.0, r.pixel.y) : stripes(r.along, 6.0, 2.0, r.pixel.y);
  if (r.stop > 0u) dashes = max(dashes, saturate((kSolid_m - r.stop_m) / r.pixel.y + 0.5));
  float at = (side - inner) / r.lane_m, lane = round(at);
  float inside = lane > 0.5 && lane < r.lanes - 0.5 ? 1.0 : 0.0;
  float lines = inside * stripe((at - lane) * r.lane_m, kLine_m, r.pixel.x) * dashes;
  float outer = inner + r.lanes * r.lane_m;
  if (r.cycle_m > 0.0 || fast || r.half_m - outer > 0.3) lines = max(lines, stripe(side - outer, kLine_m, r.pixel.x));
  if (r.median_m > 0.0) lines = max(lines, stripe(side - r.median_m - 0.25, kLine_m, r.pixel.x));
  return lines * line_room(r);
}

/// Yellow line between the two directions: double where there are several lanes each way, else broken.
float middle_line(Road r) {
  if (r.median_m > 0.0 || r.one_way) return 0.0;
  float line = r.lanes > 1.5 ? stripe(abs(r.x) - 0.15, kLine_m, r.pixel.x)
                             : stripe(r.x, kLine_m, r.pixel.x) * stripes(r.along, 10.0, 4.0, r.pixel.y);
  return line * line_room(r);
}

/// Stop lines and zebras before mouths.
float crossings(Road r) {
  float near = r.stop == 2u ? kStopBeforeZebra_m : kStopAlone_m, side = abs(r.x);
  float stop = r.stop == 0u ? 0.0 : between(r.stop_m, near, near + kStopLine_m, r.pixel.y) * between(side, r.median_m, r.half_m - 0.1, r.pixel.x);
  float bars = stripes(r.x, 1.05, 0.45, r.pixel.x) * saturate((r.half_m - 0.3 - side) / r.pixel.x + 0.5);
  return max(stop, between(r.mouth_m, kZebraFrom_m, kZebraTo_m, r.pixel.y) * bars);
}

/// An arrow of 6 m seen in its lane: x to the right, y from its tail on; bends to `turn` (−1 left, 1 right, 0 straight on)
/// and, where `on` is set, also goes on.
float arrow(vec2 at, float turn, bool on, vec2 pixel) {
  float straight = turn == 0.0 || on ? 1.0 : 0.0;
  float cover = between(at.y, 0.0, straight > 0.0 ? 3.8 : 3.0, pixel.y) * stripe(at.x, 0.16, pixel.x);
  cover = max(cover, straight * between(at.y, 3.6, 6.0, pixel.y) * stripe(at.x, max(0.0, (6.0 - at.y) * 0.29), pixel.x));
  if (turn != 0.0) {
    float x = at.x * turn, reach = on ? 2.2 : 3.0;
    cover = max(cover, between(at.y, reach - 0.28, reach, pixel.y) * between(x, 0.0, 0.35, pixel.x));
    cover = max(cover, between(x, 0.32, 0.95, pixel.x) * stripe(at.y - reach + 0.14, max(0.0, (0.95 - x) * 2.6), pixel.y));
  }
  return cover;
}

/// Which way each lane leads, 14 m and 50 m before a crossing.
float lane_arrows(Road r) {
  float side = abs(r.x) - r.median_m, lane = floor(side / r.lane_m);
  if (r.stop != 2u || r.lanes < 1.5 || side < 0.0 || lane > r.lanes - 0.5 || r.pixel.y > 1.5) return 0.0;
  float d = r.stop_m - kStopBeforeZebra_m - 7.0, tail = d < 20.0 ? d : d - 34.0;
  vec2 at = vec2(side - (lane + 0.5) * r.lane_m, 6.0 - tail);
  float turn = lane < 0.5 ? -1.0 : lane > r.lanes - 1.5 ? 1.0 : 0.0;
  return arrow(at, turn, lane > 0.5 || r.lanes < 2.5, r.pixel);
}

#endif
