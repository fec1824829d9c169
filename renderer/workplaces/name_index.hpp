#pragma once
// Everything that has a name or an id, to be found by what somebody types: the still city once, live things as they
// are.
#include "renderer/scene/picking.hpp"
#include "renderer/ui/lang.hpp"
#include "renderer/workplaces/speller.hpp"
#include "twin/view/city_view.hpp"

#include <optional>
#include <vector>

namespace dalian::workplaces {

/// In the order in which equals are listed.
enum class NamedKind : std::uint8_t { zone, place, route, vehicle, ship, system, building };

struct Found {
  std::string title, id;
  NamedKind kind = NamedKind::place;
  MapPoint place;
  double reach_m = 0;                  // how far the camera should stand off
  std::optional<scene::Entity> entity; // what can be selected
};

class NameIndex {
 public:
  /// `city` must outlive this.
  explicit NameIndex(view::City const& city);

  /// At most `most`, the best first: what begins with `text` goes before what holds it, then by kind and title. Names
  /// in all languages, ids, pinyin, first letters of pinyin and of words count; titles are in `language`.
  std::vector<Found> find(view::CityView const& twin, std::string_view text, ui::Language language,
                          std::size_t most) const;

 private:
  struct Entry {
    layout::Names names;
    std::string id;
    std::vector<std::string> keys; // as they are compared
    NamedKind kind = NamedKind::place;
    MapPoint place;
    double reach_m = 0;
    std::optional<scene::Entity> entity;
  };
  struct Hit {
    int distance = 0;
    Found found;
  };
  void add(Entry entry);
  void find_buildings(std::string_view wanted, std::vector<Hit>& hits) const;
  void find_movers(view::CityView const& twin, std::string_view wanted, std::vector<Hit>& hits) const;

  view::City const& city_;
  Speller speller_;
  std::vector<Entry> entries_;
};

} // namespace dalian::workplaces
