#include "renderer/ui/label_layer.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::ui {
namespace {

constexpr std::uint64_t kMoverIds = std::uint64_t{1} << 40U; // mover labels are kMoverIds + handle
constexpr double kShipRange_m = 12e3;
constexpr float kSmallestShip_px = 5; // seen smaller than this, a ship is not named
constexpr std::size_t kMostMovers = 24;

struct TierSize {
  double at_1080;
  int least;
};

constexpr TierSize size_of(Tier tier) {
  switch (tier) {
  case Tier::zone:
    return {30, 16};
  case Tier::district:
    return {22, 13};
  case Tier::system:
    return {19, 12};
  case Tier::road:
    return {18, 11};
  case Tier::thing:
    break;
  }
  return {18, 11};
}

std::pair<std::string, std::string> stacked(Feature const& f, Language language, bool room_for_three) {
  if (f.tier == Tier::zone && f.ja != f.zh && room_for_three) return {f.zh, f.ja + " · " + f.en};
  std::string const& second = language == Language::ja ? f.ja : f.en;
  return {f.zh, second == f.zh ? std::string{} : second};
}

/// On the picture, and not under a panel or chip.
bool in_open_picture(LabelFrame const& frame, ScreenPoint const& p) {
  Box const point{p.x, p.y, p.x, p.y};
  return point.inside({0, 0, static_cast<float>(frame.view.width), static_cast<float>(frame.view.height)}) &&
         std::none_of(frame.obstacles.begin(), frame.obstacles.end(), [&](Box const& o) { return point.inside(o); });
}

/// Where the ray from a point inside the outline leaves it for the last time; the point itself if it never does.
MapPoint far_edge(std::vector<MapPoint> const& outline, MapPoint from, glm::dvec2 ahead) {
  double farthest = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    MapPoint const a = outline[i], b = outline[(i + 1) % outline.size()];
    glm::dvec2 const p{a.east_m - from.east_m, a.north_m - from.north_m};
    glm::dvec2 const q{b.east_m - from.east_m, b.north_m - from.north_m};
    double const pa = ahead.x * p.y - ahead.y * p.x, qa = ahead.x * q.y - ahead.y * q.x; // which side of the ray
    if ((pa > 0) == (qa > 0)) continue;
    glm::dvec2 const at = p + (q - p) * (pa / (pa - qa));
    farthest = std::max(farthest, glm::dot(at, ahead));
  }
  return {from.east_m + farthest * ahead.x, from.north_m + farthest * ahead.y};
}

/// A zone is named at its middle; the more of the picture it fills, the farther beyond it, so that its name lies on
/// what is behind it and not on the city that one looks at.
glm::dvec3 name_place(Feature const& zone, ViewFrustum const& view, view::Terrain const& terrain) {
  constexpr double kFills = 0.45, kFillsAll = 0.75; // of the picture's width
  glm::dvec3 const middle = zone.points.front();
  glm::dvec2 const away = glm::dvec2(middle) - glm::dvec2(view.eye);
  double reach_m = 0;
  for (MapPoint const& p : zone.outline)
    reach_m = std::max(reach_m, std::hypot(p.east_m - middle.x, p.north_m - middle.y));
  double const seen = 2 * reach_m * view.focal_px() / std::max(1.0, glm::length(middle - view.eye)) / view.width;
  double const share = std::clamp((seen - kFills) / (kFillsAll - kFills), 0.0, 1.0);
  if (share <= 0 || glm::length(away) < 1) return middle;
  MapPoint const edge = far_edge(zone.outline, {middle.x, middle.y}, glm::normalize(away));
  MapPoint const p{middle.x + share * (edge.east_m - middle.x), middle.y + share * (edge.north_m - middle.y)};
  return {p.east_m, p.north_m, std::max(0.0, static_cast<double>(terrain.height_at(p)))};
}

/// Over what the name of something that moves hangs: a ship's deck, the roof of a vehicle.
double name_height_m(view::Mover const& m) {
  bool const road = m.shape >= view::Shape::car && m.shape <= view::Shape::shuttle;
  if (!road) return 0.08 * static_cast<double>(m.length_m);
  return m.length_m < 6 ? 2.1 : 3.6;
}

/// A road is best named near the middle of the picture, a little below it.
std::vector<int> nearest_first(std::vector<ScreenPoint> const& points, std::vector<int> indices,
                               ViewFrustum const& view) {
  auto const off_centre = [&](int i) {
    ScreenPoint const& p = points[static_cast<std::size_t>(i)];
    return std::hypot(static_cast<double>(p.x) - 0.5 * view.width, static_cast<double>(p.y) - 0.6 * view.height);
  };
  std::sort(indices.begin(), indices.end(), [&](int a, int b) { return off_centre(a) < off_centre(b); });
  return indices;
}

} // namespace

MapPoint position_at(view::Mover const& m, Instant now) {
  double const dt = std::max(0.0, to_seconds(std::min(now, m.until) - m.t0));
  double const turn = static_cast<double>(m.turn_rate_rps);
  double const ve = static_cast<double>(m.velocity_east_mps), vn = static_cast<double>(m.velocity_north_mps);
  double const angle = turn * dt;
  // ∫ of the velocity turning clockwise at `turn`; series near zero to avoid 0/0.
  double const along = std::abs(angle) < 1e-4 ? dt : std::sin(angle) / turn;
  double const across = std::abs(angle) < 1e-4 ? 0.5 * dt * angle : (1 - std::cos(angle)) / turn;
  return {m.position.east_m + ve * along + vn * across, m.position.north_m + vn * along - ve * across};
}

struct LabelLayer::Look {
  TextStyle first, second;
  float width = 0, height = 0;
  float first_height = 0;
};

struct LabelLayer::Candidate {
  std::uint64_t id = 0;
  Tier tier = Tier::thing;
  Anchoring anchoring = Anchoring::centred;
  double priority = 0;
  bool at_sea = false, chip = false, dashed = false;
  std::string first, second;
  Look look;
  std::vector<ScreenPoint> points; // on the screen, as in the feature; those out of sight are never in `request.order`
  float lift = 0;                  // leader length, pixels
  LabelRequest request;
  std::vector<int> option_point; // index into points, per option
  std::vector<int> option_align; // -1 text ends at its box's right, 0 centred, 1 starts at its left
};

LabelLayer::LabelLayer(std::shared_ptr<view::City const> city, std::shared_ptr<view::Terrain const> terrain,
                       TextPainter& painter)
    : city_(std::move(city)), terrain_(std::move(terrain)), painter_(painter),
      features_(city_features(*city_, *terrain_)) {}

void LabelLayer::draw(LabelFrame const& frame, DrawList& list) {
  std::vector<Candidate> candidates;
  add_features(frame, candidates);
  add_movers(frame, candidates);

  double const scale = length_scale(frame.view.height);
  PlacerConfig config;
  config.width = frame.view.width;
  config.height = frame.view.height;
  config.gap = static_cast<float>(6 * scale);
  config.margin = static_cast<float>(theme::kGrid * scale * 2);
  config.limit = static_cast<std::size_t>(std::clamp(frame.view.width * frame.view.height / 26000, 12, 60));
  config.obstacles = frame.obstacles;
  std::vector<LabelRequest> requests;
  requests.reserve(candidates.size());
  for (Candidate& c : candidates)
    requests.push_back(c.request);
  std::vector<int> const chosen = place_labels(config, requests, placement_);

  std::erase_if(opacity_, [&](auto const& entry) {
    return std::none_of(candidates.begin(), candidates.end(), [&](Candidate const& c) { return c.id == entry.first; });
  });
  DrawList marks, texts;
  shown_.clear();
  Placement placed;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate const& c = candidates[i];
    int option = chosen[i];
    double const opacity = fade(c.id, option != kNotPlaced, frame.elapsed_s);
    if (option != kNotPlaced) placed[c.id] = option;
    auto const was = placement_.find(c.id);
    if (option == kNotPlaced && was != placement_.end() && was->second < static_cast<int>(c.request.options.size()))
      option = was->second; // on its way out
    if (option == kNotPlaced || opacity <= 0) continue;
    if (!placed.contains(c.id)) placed[c.id] = option;
    draw_label(frame, c, option, opacity, marks, texts);
  }
  placement_ = std::move(placed);
  list.append(marks);
  list.append(texts);
}

double LabelLayer::fade(std::uint64_t id, bool wanted, double elapsed_s) {
  double& opacity = opacity_[id];
  double const step = elapsed_s / theme::kFadeSeconds;
  opacity = std::clamp(wanted ? opacity + step : opacity - step, 0.0, 1.0);
  double const now = opacity;
  if (now <= 0) opacity_.erase(id);
  return now;
}

/// Indices of those of the feature's points that can be seen, best first; `points` gets all of them on the screen. Of a
/// long road only a few are looked at closely: the best ones, and the one that was named before.
std::vector<int> LabelLayer::points_in_sight(LabelFrame const& frame, Feature const& f,
                                             std::vector<ScreenPoint>& points) const {
  constexpr std::size_t kTried = 6;
  points.assign(f.points.size(), {});
  std::vector<int> indices;
  auto const place = [&](std::size_t i) {
    return f.outline.empty() ? f.points[i] : name_place(f, frame.view, *terrain_);
  };
  for (std::size_t i = 0; i < f.points.size(); ++i) {
    auto const at = frame.view.project(place(i));
    if (!at || at->distance_m > f.range_m || !in_open_picture(frame, *at)) continue;
    points[i] = *at;
    indices.push_back(static_cast<int>(i));
  }
  indices = nearest_first(points, std::move(indices), frame.view);
  auto const before = placement_.find(f.id);
  auto const named =
      before == placement_.end() ? indices.end() : std::find(indices.begin(), indices.end(), before->second);
  if (f.anchoring == Anchoring::along && named != indices.end()) std::rotate(indices.begin(), named, named + 1);
  if (indices.size() > kTried) indices.resize(kTried);
  std::erase_if(indices, [&](int i) {
    return hidden_by_terrain(*terrain_, frame.view.eye, place(static_cast<std::size_t>(i)), 12);
  });
  return indices;
}

void LabelLayer::add_features(LabelFrame const& frame, std::vector<Candidate>& candidates) {
  double const scale = length_scale(frame.view.height);
  for (Feature const& f : features_) {
    Candidate c;
    std::vector<int> in_sight = points_in_sight(frame, f, c.points);
    if (in_sight.empty()) continue;
    double nearest = f.range_m;
    for (int const i : in_sight)
      nearest = std::min(nearest, c.points[static_cast<std::size_t>(i)].distance_m);
    c.id = f.id;
    c.tier = f.tier;
    c.anchoring = f.anchoring;
    c.at_sea = f.at_sea;
    // Tiers never mix; within one, importance and nearness decide.
    c.priority = 100 * static_cast<double>(f.tier) + 20 * f.importance - 5 * std::log2(1 + nearest / 1000);
    c.lift = static_cast<float>((f.tier == Tier::zone ? 56 : 28) * scale);
    auto [first, second] = stacked(f, frame.language, frame.view.height >= 600);
    set_text(frame, c, std::move(first), std::move(second));
    set_options(c, scale);
    if (f.anchoring == Anchoring::along) c.request.order = std::move(in_sight);
    candidates.push_back(std::move(c));
  }
}

void LabelLayer::add_movers(LabelFrame const& frame, std::vector<Candidate>& candidates) {
  struct Seen {
    view::Mover const* mover;
    ScreenPoint at;
    float size_px;
  };
  std::vector<Seen> seen;
  double const px_per_m = static_cast<double>(frame.view.height) * 1.2; // at 1 m, for a vertical field of about 45°
  for (view::Mover const& m : frame.movers) {
    if (!m.named && m.handle != frame.focus) continue;
    MapPoint const p = position_at(m, frame.now);
    auto const at = frame.view.project({p.east_m, p.north_m, static_cast<double>(m.up_m) + name_height_m(m)});
    if (!at || !in_open_picture(frame, *at) || (at->distance_m > kShipRange_m && m.handle != frame.focus)) continue;
    double const above_m = frame.view.eye.z - terrain_->height_at({frame.view.eye.x, frame.view.eye.y});
    if (at->distance_m > sight_in_street_m(std::max(0.0, above_m)) && m.handle != frame.focus) continue;
    auto const size = static_cast<float>(static_cast<double>(m.length_m) * px_per_m / at->distance_m);
    if (size >= kSmallestShip_px || m.handle == frame.focus) seen.push_back({&m, *at, size});
  }
  std::sort(seen.begin(), seen.end(), [](Seen const& a, Seen const& b) {
    return a.size_px != b.size_px ? a.size_px > b.size_px : a.mover->handle < b.mover->handle;
  });
  for (std::size_t i = 0; i < seen.size(); ++i) {
    view::Mover const& m = *seen[i].mover;
    if (i >= kMostMovers && m.handle != frame.focus) continue;
    Candidate c;
    c.id = kMoverIds + m.handle;
    c.anchoring = Anchoring::lifted;
    c.priority = m.handle == frame.focus ? 1e6 : 20 + 4 * std::log2(1 + static_cast<double>(seen[i].size_px));
    c.at_sea = c.chip = true;
    c.dashed = m.provenance == Provenance::synthetic;
    c.points = {seen[i].at};
    double const scale = length_scale(frame.view.height);
    c.lift = static_cast<float>(22 * scale);
    std::string text = frame.name_of(m.handle);
    if (text.empty()) continue;
    set_text(frame, c, std::move(text), {});
    set_options(c, scale);
    candidates.push_back(std::move(c));
  }
}

void LabelLayer::set_text(LabelFrame const& frame, Candidate& c, std::string first, std::string second) {
  int const height = frame.view.height;
  TierSize const size = size_of(c.tier);
  Look& look = c.look;
  Rgba const halo = c.at_sea ? theme::kHaloSea : theme::kHaloLand;
  look.first = {Script::sc, c.tier >= Tier::district ? Weight::bold : Weight::regular,
                type_px(height, size.at_1080, size.least), theme::kLabelText, halo};
  look.second = look.first;
  look.second.script = frame.language == Language::ja || c.tier == Tier::zone ? Script::jp : Script::sc;
  look.second.weight = Weight::regular;
  look.second.px = std::max(type_px(height, size.at_1080 * theme::kSecondLineSize, 10), 10);
  look.second.fill = faded(theme::kLabelText, theme::kSecondLineOpacity);
  look.second.halo = faded(halo, 0.8); // thin strokes must not drown in it
  if (c.chip) look.first.halo = 0;
  c.first = std::move(first);
  c.second = painter_.shortened(second, look.second, static_cast<float>(frame.view.width) * 0.4F);
  look.first_height = line_metrics(look.first.px).height();
  look.width = std::ceil(painter_.width(c.first, look.first));
  look.height = look.first_height;
  if (!c.second.empty()) {
    look.width = std::max(look.width, std::ceil(painter_.width(c.second, look.second)));
    look.height += line_metrics(look.second.px).height();
  }
  if (c.chip) {
    look.width += std::round(0.9F * static_cast<float>(look.first.px));
    look.height += std::round(0.2F * static_cast<float>(look.first.px));
  }
}

void LabelLayer::set_options(Candidate& c, double scale) const {
  float const w = c.look.width, h = c.look.height;
  auto const add = [&](std::size_t point, float left, float top, int align) {
    ScreenPoint const& p = c.points[point];
    float const x = std::round(p.x + left), y = std::round(p.y + top);
    c.request.options.push_back({x, y, x + w, y + h});
    c.option_point.push_back(static_cast<int>(point));
    c.option_align.push_back(align);
  };
  auto const off = static_cast<float>(8 * scale);
  switch (c.anchoring) {
  case Anchoring::centred:
    add(0, -w / 2, -h / 2, 0);
    add(0, -w / 2, -h - off, 0);
    add(0, -w / 2, off, 0);
    break;
  case Anchoring::dot:
    add(0, off, -h / 2, 1);
    add(0, -w - off, -h / 2, -1);
    add(0, -w / 2, -h - off / 2, 0);
    add(0, -w / 2, off / 2, 0);
    break;
  case Anchoring::lifted:
    for (float const times : {1.0F, 1.7F, 2.6F})
      for (float const side : {0.5F, 0.25F, 0.75F})
        add(0, -w * side, -h - c.lift * times, 0);
    for (Box const& text : c.request.options)
      c.request.tails.push_back({c.points[0].x - off / 2, text.y1, c.points[0].x + off / 2, c.points[0].y});
    break;
  case Anchoring::along:
    for (std::size_t i = 0; i < c.points.size(); ++i)
      add(i, -w / 2, -h / 2, 0);
    break;
  }
  c.request.id = c.id;
  c.request.priority = c.priority;
}

void LabelLayer::draw_label(LabelFrame const& frame, Candidate const& c, int option, double opacity, DrawList& marks,
                            DrawList& texts) {
  auto const o = static_cast<std::size_t>(option);
  Box const& box = c.request.options[o];
  ScreenPoint const& point = c.points[static_cast<std::size_t>(c.option_point[o])];
  auto const scale = static_cast<float>(length_scale(frame.view.height));
  Rgba const line = faded(theme::kLabelText, 0.75 * opacity), under = faded(c.look.second.halo, 0.8 * opacity);
  if (c.anchoring == Anchoring::lifted) {
    float const x = std::floor(point.x) + 0.5F;
    marks.stroke(x, box.y1, x, point.y, 3 * scale, under);
    marks.stroke(x, box.y1, x, point.y, std::max(1.0F, 1.25F * scale), line);
  }
  if (c.anchoring == Anchoring::dot || (c.anchoring == Anchoring::lifted && !c.chip)) {
    marks.stroke(point.x, point.y, point.x, point.y, 8 * scale, under);
    marks.stroke(point.x, point.y, point.x, point.y, 5 * scale, faded(theme::kLabelText, opacity));
  }
  if (c.chip) {
    BoxStyle chip{faded(theme::kGlass, 0.72 * opacity),
                  faded(rgba(0xFFFFFF, c.dashed ? 0.5 : 0.18), opacity),
                  1,
                  box.height() / 2,
                  c.dashed ? 4 * scale : 0,
                  0};
    texts.box(box, chip);
  }
  std::vector<Box> lines;
  auto const draw_line = [&](std::string const& text, TextStyle style, float top) {
    if (text.empty()) return;
    style.fill = faded(style.fill, opacity);
    style.halo = faded(style.halo, opacity);
    float const width = painter_.width(text, style), slack = box.width() - width;
    float const left = c.option_align[o] == 1 ? 0 : c.option_align[o] == -1 ? slack : slack / 2;
    lines.push_back({box.x0 + left, top, box.x0 + left + width, top + line_metrics(style.px).height()});
    painter_.draw(texts, box.x0 + left, top + line_metrics(style.px).ascent, text, style);
  };
  float const inset = c.chip ? (box.height() - c.look.first_height) / 2 : 0;
  draw_line(c.first, c.look.first, box.y0 + inset);
  draw_line(c.second, c.look.second, box.y0 + c.look.first_height);
  shown_.push_back(
      {c.id, c.tier, c.second.empty() ? c.first : c.first + "\n" + c.second, box, opacity, std::move(lines)});
}

} // namespace dalian::ui
