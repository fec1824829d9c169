#pragma once
// Everything over one finished picture: test routes, marks of live things and their legend, labels, chips, north and
// scale. The headless shot and the window both use it.
#include "renderer/ui/caption.hpp"
#include "renderer/ui/label_layer.hpp"
#include "renderer/ui/layer_legend.hpp"
#include "renderer/ui/mark_legend.hpp"
#include "renderer/ui/mover_marks.hpp"
#include "renderer/ui/route_lines.hpp"
#include "twin/view/weather_report.hpp"

#include <memory>

namespace dalian::ui {

struct OverlayOptions {
  Language language = Language::zh;
  bool labels = true, caption = true;
  bool marks = true;          // of live things too small to be seen, and the test routes; with `caption` a legend
  bool age = true;            // the time chip tells the age of the newest observation
  std::string_view weather{}; // "haze", "rain", "snow": a chip says so, and that it was chosen
  view::WeatherReport const* report = nullptr; // what the sky is drawn by, where it is not chosen
  LayerLegend const* layers = nullptr; // what is shown as data over the city: a legend and a chip say what it is
  std::string title, subtitle;         // empty: none
  Box within{};                        // where the caption stands; width 0: anywhere
};

struct OverlayFrame {
  ViewFrustum view;
  Instant light_time{};                              // what the sun is drawn for; shown where it is not `now`
  Instant now{};                                     // twin time: movers stand where they are then
  std::span<view::Mover const> movers;               // none: "no live feed"
  std::function<std::string(std::uint32_t)> name_of; // of a mover by handle; may be empty where there are none
  std::uint32_t focus = 0;                           // selected mover
  double elapsed_s = std::numeric_limits<double>::infinity();
  std::vector<Box> panels; // labels keep out of these
};

class PictureOverlay {
 public:
  /// `lang` and `atlas` must outlive this.
  PictureOverlay(Lang const& lang, GlyphAtlas& atlas, std::shared_ptr<view::City const> city,
                 std::shared_ptr<view::Terrain const> terrain);

  /// The draw list of this frame; valid until the next call.
  DrawList const& compose(OverlayFrame const& frame, OverlayOptions const& options);
  std::vector<ShownLabel> const& labels() const { return labels_.shown(); }
  std::vector<Chip> const& chips() const { return chips_; }
  std::vector<Mark> const& marks() const { return marks_; }
  std::vector<LegendRow> const& legend() const { return legend_; }

 private:
  Chip chip_of(view::WeatherReport const& report, Language language) const;
  std::vector<Chip> describe(OverlayFrame const& frame, OverlayOptions const& options) const;

  Lang const& lang_;
  TextPainter painter_;
  std::shared_ptr<view::Terrain const> terrain_;
  RouteLines routes_;
  LabelLayer labels_;
  std::vector<Chip> chips_;
  std::vector<Mark> marks_;
  std::vector<LegendRow> legend_;
  DrawList list_;
};

/// "2026-09-26 16:40" in UTC+8.
std::string china_time(Instant t);

} // namespace dalian::ui
