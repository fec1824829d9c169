#include "renderer/ui/picture_overlay.hpp"

#include <fmt/format.h>

namespace dalian::ui {
namespace {

struct FeedFacts {
  std::size_t movers = 0;
  bool synthetic = false, recorded = false, live = false;
  Instant newest{};
};

FeedFacts facts_of(view::CityView const& twin) {
  FeedFacts facts;
  for (view::Mover const& m : twin.movers()) {
    ++facts.movers;
    facts.synthetic |= m.provenance == Provenance::synthetic;
    facts.recorded |= m.provenance == Provenance::recorded;
    facts.live |= m.provenance == Provenance::live;
    facts.newest = std::max(facts.newest, m.t0);
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
    : lang_(lang), painter_(atlas), labels_(std::move(city), terrain, painter_),
      terrain_provenance_(terrain->provenance) {}

std::vector<Chip> PictureOverlay::describe(OverlayFrame const& frame, Language language) const {
  std::vector<Chip> chips;
  FeedFacts const facts = frame.twin == nullptr ? FeedFacts{} : facts_of(*frame.twin);
  std::string const count = lang_.text(language, "caption.movers", std::to_string(facts.movers));
  auto const feed = [&](std::string_view key, ChipMark mark) {
    chips.push_back({lang_.text(language, key) + " · " + count, mark});
  };
  if (facts.synthetic) feed("caption.synthetic", ChipMark::dashed);
  if (facts.recorded) feed("caption.recorded", ChipMark::plain);
  if (facts.live) feed("caption.live", ChipMark::plain);
  if (facts.movers == 0) chips.push_back({lang_.text(language, "caption.no_feed"), ChipMark::plain});
  if (terrain_provenance_ == Provenance::modelled)
    chips.push_back({lang_.text(language, "caption.modelled"), ChipMark::hatched});
  std::string time = lang_.text(language, "caption.local_time", china_time(frame.picture_time));
  if (facts.movers > 0)
    time += " · " + lang_.text(language, "feed.age",
                               fmt::format("{:.1f}", std::max(0.0, to_seconds(frame.now - facts.newest))));
  chips.push_back({std::move(time), ChipMark::plain});
  return chips;
}

DrawList const& PictureOverlay::compose(OverlayFrame const& frame, OverlayOptions const& options) {
  list_.clear();
  DrawList caption;
  std::vector<Box> taken = frame.panels;
  chips_.clear();
  if (options.caption) {
    chips_ = describe(frame, options.language);
    CaptionText const text{options.language, chips_, options.title, options.subtitle,
                           lang_.text(options.language, "caption.north")};
    auto const boxes = draw_caption(text, frame.view, painter_, caption);
    taken.insert(taken.end(), boxes.begin(), boxes.end());
  }
  if (options.labels)
    labels_.draw({frame.view, options.language, frame.now, frame.twin, frame.focus, frame.elapsed_s, std::move(taken)},
                 list_);
  list_.append(caption);
  return list_;
}

} // namespace dalian::ui
