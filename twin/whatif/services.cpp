#include "twin/whatif/services.hpp"

#include "twin/plan/street_graph.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/row_memo.hpp"
#include "twin/whatif/services_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::MapRing;
using plan::Severity;
using plan::StreetGraph;
using plan::StreetPlace;

constexpr std::array kServices{"school", "clinic", "shop", "park", "stop"};
constexpr std::array kNoStreet{kServicesNoStreetSchool, kServicesNoStreetClinic, kServicesNoStreetShop,
                               kServicesNoStreetPark, kServicesNoStreetStop}; // to each of them
constexpr std::array kRadii_m{300, 500, 1000};
constexpr double kAlongside_m = 20; // a street this near to an outline runs along it
constexpr double kNever = std::numeric_limits<double>::infinity();

/// Where one may begin to walk: places on links, with metres already gone.
using Entries = std::vector<StreetPlace>;

/// Metres on foot from the nearest entry to any place on the graph.
class Walk {
 public:
  Walk(StreetGraph const& graph, Entries entries) : graph_(graph), entries_(std::move(entries)) {
    std::vector<std::pair<std::uint32_t, double>> starts;
    for (StreetPlace const& e : entries_) {
      auto const& link = graph.links()[e.link];
      starts.emplace_back(link.from, e.away_m + e.along_m);
      starts.emplace_back(link.to, e.away_m + link.length_m() - e.along_m);
    }
    gone_ = plan::walk_from(graph, starts);
    std::sort(entries_.begin(), entries_.end(),
              [](StreetPlace const& a, StreetPlace const& b) { return a.link < b.link; });
  }

  double to(StreetPlace const& place) const {
    auto const& link = graph_.links()[place.link];
    double best = std::min(gone_[link.from] + place.along_m, gone_[link.to] + link.length_m() - place.along_m);
    auto it = std::lower_bound(entries_.begin(), entries_.end(), place.link,
                               [](StreetPlace const& e, std::uint32_t wanted) { return e.link < wanted; });
    for (; it != entries_.end() && it->link == place.link; ++it)
      best = std::min(best, it->away_m + std::abs(it->along_m - place.along_m));
    return best + place.away_m;
  }

 private:
  StreetGraph const& graph_;
  Entries entries_;
  std::vector<double> gone_;
};

struct Home {
  std::string parcel, zone;
  double residents = 0; // of this point of the grid
  StreetPlace place;
};

/// Homes met within a radius, over all; by service and radius.
struct Share {
  double all = 0;
  std::array<std::array<double, kRadii_m.size()>, kServices.size()> met{};
};

/// Streets that one walks along, and what is where beside them, by row.
struct Walked {
  explicit Walked(std::vector<plan::StreetLine> streets) : graph(std::move(streets)) {}
  StreetGraph const graph;
  RowMemo<std::vector<std::optional<StreetPlace>>> homes{20000}; // of each point of a parcel's grid
  RowMemo<Entries> entries{20000};
};
using WalkedPtr = std::shared_ptr<Walked>;

/// Between scenarios, by content alone: most of them leave the streets as they are.
struct Kept {
  RowMemo<plan::StreetLine> roads{20000}; // without points: nobody walks there
  RowMemo<MapRing> outlines{40000};
  Memo<WalkedPtr> graphs{16};
};

plan::StreetLine walked(Entity const& road) {
  if (road.text("class") == "expressway" || road.flag("closed")) return {};
  return {road.id(), plan::to_map(road.shape("line")), road.flag("tunnel_or_bridge")};
}

WalkedPtr walking_graph(Inputs const& inputs, Kept& kept) {
  std::vector<RowMemo<plan::StreetLine>::Ptr> lines;
  plan::ByteText bytes;
  inputs.for_each(Layer::road, [&](Entity const& road) {
    auto line = kept.roads.get(road, [&] { return walked(road); });
    if (line->line.empty()) return;
    bytes.add(std::string_view(line->id)).add(std::uint64_t{line->over_others}).add(std::uint64_t{line->line.size()});
    for (MapPoint const p : line->line)
      bytes.add(p.east_m).add(p.north_m);
    lines.push_back(std::move(line));
  });
  return kept.graphs.get(bytes.hash(), [&] {
    std::vector<plan::StreetLine> own;
    for (auto const& line : lines)
      own.push_back(*line);
    return std::make_shared<Walked>(std::move(own));
  });
}

class ServicesRun {
 public:
  ServicesRun(Programme const& programme, Kept& kept, Inputs const& inputs)
      : programme_(programme), kept_(kept), inputs_(inputs), walked_(walking_graph(inputs, kept)),
        graph_(walked_->graph) {}

  Evaluation run() {
    read_homes();
    read_services();
    for (std::size_t s = 0; s < kServices.size(); ++s) {
      inputs_.stop_if_asked();
      measure(s);
    }
    for (auto const& [zone, share] : shares_)
      add_kpis(zone, share);
    double const lost = homes_ > 0 ? 100 * lost_ / homes_ : 0;
    out_.certificates.push_back({"homes that no street reaches", lost, 1, "%"});
    return std::move(out_);
  }

 private:
  void read_homes() {
    auto const& residents = inputs_.column("land", "residents").values;
    std::size_t next = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      while (next < residents.size() && residents[next].first < parcel.id())
        ++next;
      if (next < residents.size() && residents[next].first == parcel.id() && residents[next].second > 0)
        add_homes(parcel, residents[next].second);
    });
  }

  /// Of the points of a grid that is the same for all parcels; nothing where no street is near.
  std::vector<std::optional<StreetPlace>> places_of_homes(Entity const& parcel) const {
    auto const outline = kept_.outlines.get(parcel, [&] { return plan::to_map(parcel.shape("outline")); });
    MapRing const& ring = *outline;
    std::vector<MapPoint> points;
    auto const [west, east] =
        std::minmax_element(ring.begin(), ring.end(), [](MapPoint a, MapPoint b) { return a.east_m < b.east_m; });
    auto const [south, north] =
        std::minmax_element(ring.begin(), ring.end(), [](MapPoint a, MapPoint b) { return a.north_m < b.north_m; });
    for (double x = std::ceil(west->east_m / kHomeGrid_m) * kHomeGrid_m; x < east->east_m; x += kHomeGrid_m)
      for (double y = std::ceil(south->north_m / kHomeGrid_m) * kHomeGrid_m; y < north->north_m; y += kHomeGrid_m)
        if (plan::contains(ring, {x, y})) points.push_back({x, y});
    if (points.empty()) points.push_back(plan::centroid(ring));
    std::vector<std::optional<StreetPlace>> out;
    for (MapPoint const p : points)
      out.push_back(graph_.nearest(p, kToStreet_m));
    return out;
  }

  void add_homes(Entity const& parcel, double residents) {
    auto const places = walked_->homes.get(parcel, [&] { return places_of_homes(parcel); });
    double lost = 0, each = residents / static_cast<double>(places->size());
    std::string const zone = parcel.text("zone");
    for (auto const& place : *places) {
      if (place)
        home_.push_back({parcel.id(), zone, each, *place});
      else
        lost += each;
    }
    homes_ += residents, lost_ += lost;
    for (auto const& scope : {std::string(), zone})
      if (scope.empty() || !zone.empty()) shares_[scope].all += residents;
    if (lost > residents / 2)
      out_.findings.push_back(told({Severity::warning, "parcel", parcel.id(), "outline"}, kServicesHomesFar,
                                   {fmt::format("{}", kToStreet_m)}));
  }

  void read_services() {
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      LandUse const* use = programme_.use(parcel.text("use"));
      if (use == nullptr) return; // land says so
      for (std::string const& service : use->provides)
        add_service(service, parcel, "outline");
    });
    inputs_.for_each(Layer::park, [&](Entity const& park) { add_service("park", park, "outline"); });
    inputs_.for_each(Layer::bus_stop, [&](Entity const& stop) { add_service("stop", stop, "at"); });
  }

  void add_service(std::string const& service, Entity const& entity, char const* field) {
    auto const it = std::find(kServices.begin(), kServices.end(), service);
    if (it == kServices.end()) return;
    auto const place = kept_.outlines.get(entity, [&] { return plan::to_map(entity.shape(field)); });
    MapRing const& shape = *place;
    if (shape.empty()) return;
    auto const found =
        walked_->entries.get(entity, [&] { return shape.size() == 1 ? at_point(shape[0]) : around(shape); });
    if (found->empty())
      out_.findings.push_back(told({Severity::warning, plan::spec_of(entity.layer()).name, entity.id(), field},
                                   kNoStreet[static_cast<std::size_t>(it - kServices.begin())]));
    auto& all = entries_[static_cast<std::size_t>(it - kServices.begin())];
    all.insert(all.end(), found->begin(), found->end());
  }

  Entries at_point(MapPoint p) const {
    auto const place = graph_.nearest(p, kToStreet_m);
    return place ? Entries{*place} : Entries{};
  }

  /// Every kHomeGrid_m along the outline where a street runs beside it; else from its middle.
  Entries around(MapRing const& ring) const {
    Entries out;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      MapPoint const a = ring[i], b = ring[(i + 1) % ring.size()];
      int const steps = 1 + static_cast<int>(distance_m(a, b) / kHomeGrid_m);
      for (int s = 0; s < steps; ++s) {
        double const t = static_cast<double>(s) / steps;
        MapPoint const p{a.east_m + t * (b.east_m - a.east_m), a.north_m + t * (b.north_m - a.north_m)};
        if (auto place = graph_.nearest(p, kAlongside_m)) {
          place->away_m = 0;
          out.push_back(*place);
        }
      }
    }
    return out.empty() ? at_point(plan::centroid(ring)) : out;
  }

  void measure(std::size_t service) {
    Walk const walk(graph_, std::move(entries_[service]));
    std::map<std::string, std::pair<double, double>> of_parcel; // residents that reach one, and their metres
    for (Home const& home : home_) {
      double const metres = walk.to(home.place);
      if (metres == kNever) continue;
      auto& [residents, sum] = of_parcel[home.parcel];
      residents += home.residents, sum += home.residents * metres;
      for (std::size_t r = 0; r < kRadii_m.size(); ++r) {
        if (metres > kRadii_m[r]) continue;
        shares_[""].met[service][r] += home.residents;
        if (!home.zone.empty()) shares_[home.zone].met[service][r] += home.residents;
      }
    }
    Column column{fmt::format("to_{}", kServices[service]), Layer::parcel, "m", {}};
    for (auto const& [parcel, sum] : of_parcel)
      column.values.emplace_back(parcel, sum.second / sum.first);
    out_.columns.push_back(std::move(column));
  }

  void add_kpis(std::string const& zone, Share const& share) {
    if (share.all <= 0) return;
    for (std::size_t s = 0; s < kServices.size(); ++s)
      for (std::size_t r = 0; r < kRadii_m.size(); ++r) {
        double const percent = 100 * share.met[s][r] / share.all;
        out_.kpis.push_back({fmt::format("{}_within_{}_m", kServices[s], kRadii_m[r]), zone, percent, percent, percent,
                             "% of homes", "on foot along the layout's streets; radii of GB 50180-2018", 0});
      }
  }

  Programme const& programme_;
  Kept& kept_;
  Inputs const& inputs_;
  WalkedPtr walked_;
  StreetGraph const& graph_; // the same
  std::vector<Home> home_;
  double homes_ = 0, lost_ = 0; // residents
  std::array<Entries, kServices.size()> entries_;
  std::map<std::string, Share> shares_; // by zone; "" = all
  Evaluation out_;
};

} // namespace

Engine services_engine(std::shared_ptr<Programme const> programme) {
  Engine engine;
  engine.name = "services";
  engine.parameters = programme->hash;
  engine.reads = {{Layer::parcel, {"outline", "use", "zone"}},
                  {Layer::road, {"line", "class", "closed", "tunnel_or_bridge"}},
                  {Layer::park, {"outline"}},
                  {Layer::bus_stop, {"at"}}};
  engine.needs = {{"land", {"residents"}}};
  auto const kept = std::make_shared<Kept>();
  engine.run = [programme, kept](Inputs const& inputs) { return ServicesRun(*programme, *kept, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
