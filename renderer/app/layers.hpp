#pragma once
// Which data lie over the city, by name, and how they come to the screen: one field at most, and lines and volumes
// beside it. Main thread only.
#include "renderer/passes/data_layers.hpp"
#include "renderer/scene/building_facts.hpp"
#include "renderer/ui/layer_legend.hpp"
#include "twin/view/mover_fields.hpp"

#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::viewer {

/// Fields, then lines and volumes.
std::vector<std::string> const& layer_names();
bool is_field_layer(std::string_view name);

/// "density,flow" → names. The error lists the layers there are; two fields at once are one too many.
Result<std::set<std::string>> parse_layers(std::string_view text);

/// Seconds of twin time by which lines pulse, wrapped at a whole number of hours.
double flow_clock_s(Instant now);

struct LayerCity {
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
  scene::MeshPack const& models;
  std::filesystem::path assets; // the folder with config/uses.toml
};

/// What lives at an instant.
struct LiveThings {
  Instant now{};
  std::span<view::Mover const> movers;
};

class Layers {
 public:
  /// `data` and the models must outlive this; map positions become ground coordinates from `origin`.
  Layers(LayerCity city, passes::DataLayers& data, MapPoint origin)
      : city_(std::move(city)), data_(data), origin_(origin) {}

  /// Shows these and hides the rest. What fails is not shown, the rest is; the error says why.
  Status show(std::set<std::string> const& names, LiveThings const& live);
  /// On or off; of fields one at a time.
  Status toggle(std::string const& name, LiveThings const& live);
  /// A field of another's making in place of the one that is shown; null: none.
  Status show_own(view::Field const* field, LiveThings const& live);
  /// Remembers where the movers are and, every few seconds, brings a field that is made of them up to date. True: the
  /// picture has changed.
  bool follow(LiveThings const& live);

  std::set<std::string> const& shown() const { return shown_; }
  ui::LayerLegend const& legend() const { return legend_; }
  bool flows() const { return shown_.contains("flow"); }

 private:
  Result<view::Field> field_of(std::string const& name, LiveThings const& live);
  Status show_field(std::string const& name, LiveThings const& live);
  Status show_volumes();
  view::ParcelMap const& parcels();
  Result<std::vector<view::BuildingFacts> const*> buildings();

  LayerCity city_;
  passes::DataLayers& data_;
  MapPoint origin_;
  std::set<std::string> shown_;
  ui::LayerLegend legend_;
  view::MoverMemory memory_{std::chrono::minutes(5)};
  Instant made_at_{}; // of the field of live things
  std::unique_ptr<view::ParcelMap> parcels_;
  scene::Atlas<std::uint32_t> parcel_atlas_;
  std::vector<view::BuildingFacts> buildings_;
};

} // namespace dalian::viewer
