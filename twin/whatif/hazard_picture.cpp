#include "twin/whatif/hazard_picture.hpp"

#include "twin/base/markup.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::whatif {
namespace {

using plan::Layer;

constexpr double kMap_px = 860, kPanel_px = 380, kEdge_px = 18;

/// Part of the map that is shown; y goes down.
class Frame {
 public:
  explicit Frame(plan::MapRing const& area) {
    for (MapPoint const p : area) {
      west_ = std::min(west_, p.east_m), east = std::max(east, p.east_m);
      south = std::min(south, p.north_m), north_ = std::max(north_, p.north_m);
    }
    double const side = std::max({1.5 * (east - west_), 1.5 * (north_ - south), 3000.0});
    double const middle_e = (west_ + east) / 2, middle_n = (south + north_) / 2;
    west_ = middle_e - side / 2, north_ = middle_n + side / 2;
    scale_ = kMap_px / side;
  }
  double x(MapPoint p) const { return (p.east_m - west_) * scale_; }
  double y(MapPoint p) const { return (north_ - p.north_m) * scale_; }
  double scale() const { return scale_; } // px/m
  bool shows(plan::MapLine const& line) const {
    double left = 1e300, right = -1e300, top = 1e300, bottom = -1e300;
    for (MapPoint const p : line) {
      left = std::min(left, x(p)), right = std::max(right, x(p));
      top = std::min(top, y(p)), bottom = std::max(bottom, y(p));
    }
    return right > 0 && left < kMap_px && bottom > 0 && top < kMap_px;
  }
  /// Points less than a pixel apart are left out.
  std::string points(plan::MapLine const& line) const {
    std::string out;
    double last_x = 1e300, last_y = 1e300;
    for (std::size_t i = 0; i < line.size(); ++i) {
      double const px = x(line[i]), py = y(line[i]);
      if (i + 1 < line.size() && std::hypot(px - last_x, py - last_y) < 1) continue;
      out += fmt::format("{:.1f},{:.1f} ", last_x = px, last_y = py);
    }
    return out;
  }

 private:
  double west_ = 1e300, north_ = -1e300, east = -1e300, south = 1e300, scale_ = 1;
};

/// Beyond a way's end its arrow points.
constexpr char kHead[] = R"(<defs><clipPath id='map'><rect width='860' height='860'/></clipPath>
<marker id='arrow' viewBox='0 0 10 10' refX='7' refY='5' markerWidth='4.5' markerHeight='4.5' orient='auto'>
<path d='M0 0L10 5L0 10z' fill='#0b6e4f'/></marker></defs>
<style>text{font-family:"Noto Sans","Noto Sans CJK SC","DejaVu Sans",sans-serif;fill:#1d2733}
.h{font-size:21px;font-weight:600}.s{font-size:13px;fill:#52606d}.b{font-size:26px;font-weight:600}.l{font-size:13px}
.halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}</style>
)";

char const* colour_of(hazard::Ring const& ring, bool closing) {
  if (closing) return "#e8590c";
  return ring.name == "AEGL-3" || ring.level >= 12.5e3 ? "#c92a2a" : "#f2b705";
}

std::string level_of(hazard::Ring const& ring) {
  if (ring.unit == "W/m²") return fmt::format("{:g} kW/m²", ring.level / 1e3);
  if (ring.unit == "Pa") return fmt::format("{:g} kPa", ring.level / 1e3);
  return ring.name;
}

class Picture {
 public:
  Picture(Chain const& chain, plan::Layout const& layout, PictureText const& text)
      : chain_(chain), layout_(layout), text_(text), frame_(chain.area()) {}

  std::string draw() {
    out_ = fmt::format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0:.0f} {1:.0f}' width='{0:.0f}' "
                       "height='{1:.0f}'>{2}<rect width='100%' height='100%' fill='#fff'/>"
                       "<g clip-path='url(#map)'><rect width='{1:.0f}' height='{1:.0f}' fill='#eef3f6'/>",
                       kMap_px + kPanel_px, kMap_px, kHead);
    draw_land();
    draw_contours();
    draw_roads();
    draw_ways();
    draw_people();
    draw_vessel();
    draw_scale();
    out_ += "</g>\n";
    draw_panel();
    return out_ + "</svg>\n";
  }

 private:
  std::string const& word(char const* key) const { return text_.words.of(key); }
  void draw_land() {
    layout_.for_each(Layer::zone, [&](plan::Entity const& zone) {
      if (auto const ring = plan::to_map(zone.shape("outline")); frame_.shows(ring))
        out_ += fmt::format("<polygon points='{}' fill='#f7f5ef' stroke='#c9c4b8'/>\n", frame_.points(ring));
    });
    layout_.for_each(Layer::parcel, [&](plan::Entity const& parcel) {
      auto const ring = plan::to_map(parcel.shape("outline"));
      if (!frame_.shows(ring)) return;
      LandUse const* use = text_.programme.use(parcel.text("use"));
      out_ += fmt::format("<polygon points='{}' fill='{}' fill-opacity='.55'/>\n", frame_.points(ring),
                          land_colour(use && !use->code.empty() ? use->code[0] : '?'));
    });
  }

  /// Those of the effect that closes the area, the widest first.
  void draw_contours() {
    auto const effect = chain_.contours[chain_.closing].effect;
    for (std::size_t c = chain_.contours.size(); c-- > 0;) {
      auto const& one = chain_.contours[c];
      if (one.effect != effect) continue;
      bool const closing = c == chain_.closing;
      out_ +=
          fmt::format("<polygon points='{0}' fill='{1}' fill-opacity='{2}' stroke='{1}' stroke-width='{3}'/>\n",
                      frame_.points(one.outline), colour_of(one.ring, closing), closing ? .22 : .18, closing ? 2.5 : 1);
    }
    for (auto const& one : chain_.contours)
      if (one.effect == effect) label_contour(one);
  }

  /// At the corner that lies farthest from the vessel, where the frame shows it.
  void label_contour(ChainContour const& one) {
    auto const far = std::max_element(one.outline.begin(), one.outline.end(), [&](MapPoint a, MapPoint b) {
      return distance_m(a, chain_.at) < distance_m(b, chain_.at);
    });
    if (!frame_.shows({*far})) return;
    out_ +=
        fmt::format("<text x='{:.0f}' y='{:.0f}' class='l halo' text-anchor='middle'>{} · {:.1f} km</text>\n",
                    std::clamp(frame_.x(*far), 60.0, kMap_px - 60), std::clamp(frame_.y(*far) - 6, 16.0, kMap_px - 8),
                    level_of(one.ring), one.ring.farthest_m() / 1e3);
  }

  void line(plan::MapLine const& points, std::string const& style) {
    if (frame_.shows(points))
      out_ += fmt::format("<polyline points='{}' fill='none' stroke-linecap='round' stroke-linejoin='round' {}/>\n",
                          frame_.points(points), style);
  }

  void draw_roads() {
    std::map<std::string, double> change;
    double most = 1;
    if (chain_.detour)
      for (auto const& [id, more] : chain_.detour->change_pcu_h)
        change[id] = more, most = std::max(most, more);
    layout_.for_each(Layer::road, [&](plan::Entity const& road) {
      auto const points = plan::to_map(road.shape("line"));
      double const width = std::max(.8, std::min(3.0, road.number("width_m") * frame_.scale()));
      line(points, fmt::format("stroke='#8d99a6' stroke-width='{:.1f}'", width));
      double const part = change[road.id()] / most;
      if (part > .02)
        line(points,
             fmt::format("stroke='#1971c2' stroke-opacity='.75' stroke-width='{:.1f}'", width + 5 * std::sqrt(part)));
    });
    for (std::size_t i = 0; chain_.detour && i < chain_.detour->parts.size(); ++i)
      line(chain_.detour->parts[i], "stroke='#d6336c' stroke-width='3' stroke-dasharray='6 4'");
  }

  /// As they went and as they go, of each kind the one that loses most.
  void draw_ways() {
    if (!chain_.detour) return;
    std::set<DetourKind> drawn;
    for (auto const& trip : chain_.detour->trips)
      if (drawn.insert(trip.kind).second) {
        line(trip.before, "stroke='#5c3d2e' stroke-width='2' stroke-dasharray='2 5'");
        line(trip.after, "stroke='#0b6e4f' stroke-width='3' marker-end='url(#arrow)'");
      }
  }

  void draw_people() {
    double most = 1;
    for (auto const& [id, people] : chain_.people.parcels)
      most = std::max(most, people);
    std::size_t named = 0;
    for (auto const& [id, people] : chain_.people.parcels) {
      auto const parcel = layout_.find(Layer::parcel, id);
      if (!parcel || people < .5) continue;
      auto const middle = plan::centroid(plan::to_map(parcel->shape("outline")));
      double const radius = 3 + 13 * std::sqrt(people / most);
      out_ += fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='{:.1f}' fill='#343a40' fill-opacity='.75'/>\n",
                          frame_.x(middle), frame_.y(middle), radius);
      if (named++ < 6)
        out_ += fmt::format("<text x='{:.1f}' y='{:.1f}' class='l halo'>{:.0f}</text>\n", frame_.x(middle) + radius + 3,
                            frame_.y(middle) + 4, people);
    }
  }

  void draw_vessel() {
    double const x = frame_.x(chain_.at), y = frame_.y(chain_.at);
    out_ += fmt::format("<path d='M{0:.1f} {1:.1f}l11 19h-22z' transform='translate(0 -13)' fill='#c92a2a' "
                        "stroke='#fff' stroke-width='2'/>\n",
                        x, y);
    if (!chain_.from_deg) return;
    // The wind's arrow in the corner, as it blows.
    out_ += fmt::format("<g transform='translate({0:.0f} 64) rotate({1:.0f})'><path d='M0 34V-26M-9 -14L0 -30L9 -14' "
                        "fill='none' stroke='#1d2733' stroke-width='4' stroke-linecap='round'/></g>"
                        "<text x='{0:.0f}' y='124' class='l halo' text-anchor='middle'>{2}</text>\n",
                        kMap_px - 70, *chain_.from_deg + 180, escape_markup(text_.wind));
  }

  void draw_scale() {
    double const wanted = 140 / frame_.scale(), decade = std::pow(10, std::floor(std::log10(wanted)));
    double const length = wanted >= 5 * decade ? 5 * decade : wanted >= 2 * decade ? 2 * decade : decade;
    double const px = length * frame_.scale();
    out_ += fmt::format("<path d='M18 {0:.0f}v8h{1:.0f}v-8' fill='none' stroke='#1d2733' stroke-width='2'/>"
                        "<text x='{2:.0f}' y='{3:.0f}' class='l halo'>{4:g} km</text>\n",
                        kMap_px - 30, px, 26 + px, kMap_px - 20, length / 1e3);
  }

  // --- beside the map

  void write(std::string const& text, char const* style, double down_px) {
    y_ += down_px;
    out_ += fmt::format("<text x='{:.0f}' y='{:.0f}' class='{}'>{}</text>\n", kMap_px + kEdge_px, y_, style, text);
  }
  void figure(std::string const& value, std::string const& what) {
    write(value, "b", 37);
    write(what, "s", 19);
  }

  void draw_panel() {
    write(word("chain.title"), "h", 36);
    write(escape_markup(chain_.vessel), "s", 22);
    write(fmt::format("{}, {:.3g} t", word(("chain.failure." + word_key()).c_str()), chain_.release.mass_kg / 1e3), "s",
          18);
    auto const& people = chain_.people;
    auto const [day, night] = std::pair(people.inside[11], people.inside[3]);
    figure(fmt::format("{:.0f} / {:.0f}", day, night), word("chain.inside"));
    figure(fmt::format("{:.0f} / {:.0f}", people.outdoors[11], people.outdoors[3]), word("chain.outdoors"));
    figure(fmt::format("{:.0f} / {:.0f}", people.harmed[11], people.harmed[3]), word("chain.harmed"));
    figure(fmt::format("{:.1f} / {:.1f}", people.dying[11], people.dying[3]), word("chain.dying"));
    figure(fmt::format("{:.0f} / {:.0f}", people.arrival_s / 60,
                       *std::max_element(people.evacuation_s.begin(), people.evacuation_s.end()) / 60),
           word("chain.times"));
    if (chain_.detour) write_traffic(*chain_.detour);
    draw_legend();
  }

  std::string word_key() const {
    using hazard::Failure;
    Failure const f = chain_.release.failure;
    return f == Failure::burst ? "burst" : f == Failure::leak ? "leak" : "ten_minutes";
  }

  void write_traffic(Detour const& d) {
    auto const of = [&](DetourKind kind) -> DetourClass const& { return d.classes[static_cast<std::size_t>(kind)]; };
    auto const three = [&](auto&& pick) {
      return fmt::format("{:.0f} / {:.0f} / {:.0f}", pick(of(DetourKind::car)), pick(of(DetourKind::truck)),
                         pick(of(DetourKind::dangerous)));
    };
    figure(three([](DetourClass const& c) { return c.detoured; }), word("chain.round"));
    figure(three([](DetourClass const& c) { return c.cut_off; }), word("chain.cut_off"));
    double longer_h = 0, cut_off = 0;
    for (DetourKind const kind : {DetourKind::car, DetourKind::truck})
      longer_h += of(kind).longer_h, cut_off += of(kind).cut_off;
    figure(fmt::format("{:.1f} / {:.1f}", longer_h, chain_.waiting_h(cut_off)), word("chain.cost"));
    figure(fmt::format("{:.0f} · {:.1f}", chain_.closed_s / 60, d.closed_km), word("chain.closed"));
  }

  void legend(std::string const& mark, std::string const& what) {
    y_ += 21;
    out_ += fmt::format("<g transform='translate({0:.0f} {1:.0f})'>{2}</g><text x='{3:.0f}' y='{1:.0f}' class='l'>{4}"
                        "</text>\n",
                        kMap_px + kEdge_px, y_, mark, kMap_px + kEdge_px + 44, what);
  }
  void draw_legend() {
    y_ = kMap_px - 21 * 6 - 16;
    auto const stroke = [](char const* style) { return fmt::format("<path d='M0 -4h34' fill='none' {}/>", style); };
    legend("<rect y='-11' width='34' height='13' fill='#e8590c' fill-opacity='.25' stroke='#e8590c' stroke-width='2'/>",
           word("chain.legend.area"));
    legend("<circle cx='17' cy='-4' r='7' fill='#343a40' fill-opacity='.75'/>", word("chain.legend.people"));
    if (!chain_.detour) return;
    legend(stroke("stroke='#d6336c' stroke-width='2.6' stroke-dasharray='5 4'"), word("chain.legend.closed"));
    legend(stroke("stroke='#1971c2' stroke-width='5' stroke-opacity='.75'"), word("chain.legend.more"));
    legend(stroke("stroke='#5c3d2e' stroke-width='2' stroke-dasharray='2 5'"), word("chain.legend.before"));
    legend(stroke("stroke='#0b6e4f' stroke-width='3' marker-end='url(#arrow)'"), word("chain.legend.after"));
  }

  Chain const& chain_;
  plan::Layout const& layout_;
  PictureText const& text_;
  Frame frame_;
  std::string out_;
  double y_ = 0; // where the panel goes on
};

} // namespace

std::string chain_svg(Chain const& chain, plan::Layout const& layout, PictureText const& text) {
  return Picture(chain, layout, text).draw();
}

} // namespace dalian::whatif
