#pragma once
// The names in the picture: takes what may be named, asks the placer, fades what comes and goes, writes the draw list.
// Keeps the last frame's choice; one object per picture or window. Not thread-safe.
#include "renderer/ui/city_labels.hpp"
#include "renderer/ui/label_placer.hpp"
#include "renderer/ui/lang.hpp"
#include "renderer/ui/text.hpp"
#include "renderer/ui/view_frustum.hpp"
#include "twin/base/time.hpp"

#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <unordered_map>

namespace dalian::ui {

struct LabelFrame {
  ViewFrustum view;
  Language language = Language::zh;
  Instant now{}; // movers are drawn where they are then
  std::span<view::Mover const> movers;
  std::function<std::string(std::uint32_t)> name_of; // of a mover by handle; may be empty where there are none
  std::uint32_t focus = 0; // handle of the selected mover; 0: none. Its label always goes first
  double elapsed_s = std::numeric_limits<double>::infinity(); // since the last frame; infinity: no fading
  std::vector<Box> obstacles;                                 // panels and chips
};

/// One label as it was drawn, for tests and for the dump of what is shown.
struct ShownLabel {
  std::uint64_t id = 0;
  Tier tier = Tier::thing;
  std::string text;
  Box box;
  double opacity = 1;
  std::vector<Box> lines; // of the text: narrower than `box` where lines differ
};

class LabelLayer {
 public:
  LabelLayer(std::shared_ptr<view::City const> city, std::shared_ptr<view::Terrain const> terrain,
             TextPainter& painter);

  void draw(LabelFrame const& frame, DrawList& list);
  std::vector<ShownLabel> const& shown() const { return shown_; }

 private:
  struct Candidate;
  struct Look;
  std::vector<int> points_in_sight(LabelFrame const& frame, Feature const& feature,
                                   std::vector<ScreenPoint>& points) const;
  void add_features(LabelFrame const& frame, std::vector<Candidate>& candidates);
  void add_movers(LabelFrame const& frame, std::vector<Candidate>& candidates);
  void set_text(LabelFrame const& frame, Candidate& candidate, std::string first, std::string second);
  void set_options(Candidate& candidate, double scale) const;
  void draw_label(LabelFrame const& frame, Candidate const& candidate, int option, double opacity, DrawList& marks,
                  DrawList& texts);
  double fade(std::uint64_t id, bool wanted, double elapsed_s);

  std::shared_ptr<view::City const> city_;
  std::shared_ptr<view::Terrain const> terrain_;
  TextPainter& painter_;
  std::vector<Feature> features_;
  Placement placement_;                               // of the last frame
  std::unordered_map<std::uint64_t, double> opacity_; // of labels on their way in or out
  std::vector<ShownLabel> shown_;
};

/// Where a mover is at `now`: constant turn and speed from its state until `until`, as the GPU draws it.
MapPoint position_at(view::Mover const& mover, Instant now);

} // namespace dalian::ui
