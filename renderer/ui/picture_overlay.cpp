#include "renderer/ui/picture_overlay.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::ui {
namespace {

constexpr Duration kSameLight = std::chrono::minutes(5);

struct FeedFacts {
  struct Sum {
    std::size_t things = 0, moving = 0; // meters and stations stand
  };
  Sum synthetic, recorded, live;
  std::size_t all = 0;
  Instant newest{};
};

FeedFacts facts_of(std::span<view::Mover const> movers) {
  FeedFacts facts;
  for (view::Mover const& m : movers) {
    ++facts.all;
    facts.newest = std::max(facts.newest, m.t0);
    FeedFacts::Sum* const sum = m.provenance == Provenance::synthetic  ? &facts.synthetic
                                : m.provenance == Provenance::recorded ? &facts.recorded
                                : m.provenance == Provenance::live     ? &facts.live
                                                                       : nullptr;
    if (sum == nullptr) continue;
    ++sum->things;
    sum->moving += m.shape != view::Shape::sensor;
  }
  return facts;
}

} // namespace

std::string china_time(Instant t) {
  std::string text = format_utc(t + std::chrono::hours(8));
  text[10] = ' ';
  return text.substr(0, 16);
}

PictureOverlay::PictureOverlay(Lang const& lang, GlyphAtlas& atlas, std::shared_ptr<view::City const> city,
                               std::shared_ptr<view::Terrain const> terrain)
    : lang_(lang), painter_(atlas), terrain_(std::move(terrain)), routes_(*city),
      labels_(std::move(city), terrain_, painter_) {}

/// "weather ZYTL 14:30 · 6 m/s": station, when it said so, its wind.
Chip PictureOverlay::chip_of(view::WeatherReport const& report, Language language) const {
  auto const name = report.station.substr(report.station.find(':') + 1);
  std::string text = lang_.text(language, "caption.sky", fmt::format("{} {}", name, china_time(report.at).substr(11)));
  if (report.wind_speed_mps) text += fmt::format(" · {:.0f} m/s", *report.wind_speed_mps);
  return {std::move(text), report.provenance == Provenance::synthetic ? ChipMark::dashed : ChipMark::plain};
}

std::vector<Chip> PictureOverlay::describe(OverlayFrame const& frame, OverlayOptions const& options) const {
  Language const language = options.language;
  std::vector<Chip> chips;
  FeedFacts const facts = facts_of(frame.movers);
  auto const feed = [&](std::string_view key, FeedFacts::Sum sum, ChipMark mark) {
    if (sum.things == 0) return;
    std::string text = lang_.text(language, key);
    if (sum.moving > 0) text += " · " + lang_.text(language, "caption.movers", std::to_string(sum.moving));
    chips.push_back({std::move(text), mark});
  };
  feed("caption.synthetic", facts.synthetic, ChipMark::dashed);
  feed("caption.recorded", facts.recorded, ChipMark::plain);
  feed("caption.live", facts.live, ChipMark::plain);
  if (facts.all == 0) chips.push_back({lang_.text(language, "caption.no_feed"), ChipMark::plain});
  if (terrain_->provenance == Provenance::modelled)
    chips.push_back({lang_.text(language, "caption.modelled"), ChipMark::hatched});
  if (options.layers && options.layers->field) {
    view::FieldInfo const& info = *options.layers->field;
    ChipMark const mark = info.kind == Provenance::modelled    ? ChipMark::hatched
                          : info.kind == Provenance::synthetic ? ChipMark::dashed
                                                               : ChipMark::plain;
    chips.push_back({lang_.text(language, "layer." + info.name), mark});
  }
  if (!options.weather.empty())
    chips.push_back({lang_.text(language, fmt::format("caption.weather.{}", options.weather)), ChipMark::dashed});
  if (options.report != nullptr) chips.push_back(chip_of(*options.report, language));
  std::string time = lang_.text(language, "caption.local_time", china_time(frame.now));
  if (facts.all > 0 && options.age)
    time += " · " + lang_.text(language, "feed.age",
                               fmt::format("{:.1f}", std::max(0.0, to_seconds(frame.now - facts.newest))));
  if (std::chrono::abs(frame.light_time - frame.now) > kSameLight)
    time += " · " + lang_.text(language, "caption.light", china_time(frame.light_time).substr(11));
  chips.push_back({std::move(time), ChipMark::plain});
  return chips;
}

DrawList const& PictureOverlay::compose(OverlayFrame const& frame, OverlayOptions const& options) {
  list_.clear();
  DrawList labels, caption;
  std::vector<Box> taken = frame.panels;
  chips_.clear();
  marks_.clear();
  legend_.clear();
  if (options.caption) {
    chips_ = describe(frame, options);
    CaptionText const text{
        options.language, chips_, options.title, options.subtitle, lang_.text(options.language, "caption.north"),
        options.within};
    auto const boxes = draw_caption(text, frame.view, painter_, caption);
    taken.insert(taken.end(), boxes.begin(), boxes.end());
    if (options.layers) {
      auto const box =
          draw_layer_legend({*options.layers, lang_, options.language}, frame.view, taken, painter_, caption);
      if (box) taken.push_back(*box);
    }
  }
  if (options.marks) {
    bool const flows = options.layers && std::ranges::any_of(options.layers->lines, &LegendLine::flows);
    bool const routes = !flows && routes_.draw(frame.view, *terrain_, list_);
    marks_ = mover_marks({frame.view, frame.now, frame.movers, frame.focus}, *terrain_);
    if (options.caption) {
      legend_ = legend_rows(marks_, taken, frame.view, routes);
      auto const box = draw_legend({legend_, lang_, options.language}, frame.view, taken, painter_, caption);
      if (box) taken.push_back(*box);
    }
  }
  if (options.labels)
    labels_.draw({frame.view, options.language, frame.now, frame.movers, frame.name_of, frame.focus, frame.elapsed_s,
                  std::move(taken)},
                 labels);
  if (options.labels)
    for (ShownLabel const& label : labels_.shown())
      for (Box const& line : label.lines)
        dim_under(line, marks_);
  draw_marks(marks_, mark_scale(frame.view.height), list_);
  list_.append(labels);
  list_.append(caption);
  return list_;
}

} // namespace dalian::ui
