#pragma once
// What the tools share: where they work, the edits they come to, and why one refuses.
#include "twin/layout/surface.hpp"
#include "twin/plan/edit.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/plan/told_by_tools.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dalian::plan {

/// A layout and what is known of the ground under it. Without a map of the water nothing is refused for lying in it,
/// and a warning says so.
struct Site {
  Layout const& layout;
  layout::Surface const* surface = nullptr;
};

/// Edits in the order in which they apply, or none and an error among the findings. Warnings and notes say what a
/// planner would want to know: what was snapped, met, widened.
struct Draft {
  Edits edits;
  Findings findings;
  bool refused() const;
};

/// Name and value of some fields.
using Fields = std::vector<std::pair<std::string, Value>>;

/// "field=value" of a layer, its value as text: numbers, true or false, words, ids with commas between them.
Result<std::pair<std::string, Value>> parse_field(Layer layer, std::string_view text);

/// One tool's work on a site; its findings are bound to the entity it is about.
class Drafting {
 public:
  Drafting(Site const& site, Layer layer, std::string id) : site_(site), layer_(layer), id_(std::move(id)) {}

  Layout const& layout() const { return site_.layout; }
  std::string const& id() const { return id_; }
  /// The entity it is about; refused when it is not there.
  std::optional<Entity> subject();

  void refuse(std::string_view field, std::string message) { tell(Severity::error, field, std::move(message)); }
  void warn(std::string_view field, std::string message) { tell(Severity::warning, field, std::move(message)); }
  void note(std::string_view field, std::string message) { tell(Severity::note, field, std::move(message)); }
  /// The same in words that are told in other languages too.
  void refuse(std::string_view field, ToolWords const& words, std::vector<std::string> values = {}) {
    tell(Severity::error, field, words, std::move(values));
  }
  void warn(std::string_view field, ToolWords const& words, std::vector<std::string> values = {}) {
    tell(Severity::warning, field, words, std::move(values));
  }
  void note(std::string_view field, ToolWords const& words, std::vector<std::string> values) {
    tell(Severity::note, field, words, std::move(values));
  }
  bool refused() const { return draft_.refused(); }

  void add(Layer layer, std::string id, Fields fields);
  void set(Layer layer, std::string id, std::string_view field, Value value);
  void remove(Layer layer, std::string id);

  /// Refuses a line of no length, and one that reaches beyond any region: every kilometre of it would be looked at.
  void keep_length(MapLine const& line, std::string_view field);
  /// Refuses what lies in the sea, at the first place found: positions at most 10 m apart are looked at.
  void keep_dry(MapLine const& line, std::string_view field);
  /// Metres of the line that lie in water; 0 where none is known.
  double metres_in_water(MapLine const& line) const;

  /// The edits, once each was found to apply; else none and why not.
  Draft done() &&;

 private:
  void tell(Severity severity, std::string_view field, std::string message);
  void tell(Severity severity, std::string_view field, ToolWords const& words, std::vector<std::string> values);
  void say_water_is_unknown(std::string_view field);

  Site site_;
  Layer layer_;
  std::string id_;
  Draft draft_;
};

/// "road-1f0c93ab": the same for the same place, so that two who draw the same make the same, and another for another.
std::string id_for(Layer layer, Shape const& shape);
/// The parcel that `p` lies in; of several the first by id.
std::optional<std::string> parcel_at(Layout const& layout, MapPoint p);
/// Where an entity of a layer with field `at` is; nothing where that is not given.
std::optional<MapPoint> place_of(Entity const& entity);
/// "[121.600000, 39.200000]".
std::string place_text(MapPoint p);
/// Positions along a line, at most `step_m` apart, with all its corners.
MapLine stepped(MapLine const& line, double step_m);

} // namespace dalian::plan
