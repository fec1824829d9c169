#include "twin/gas/hydrogen_day.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

namespace dalian::gas {
namespace {

using Kind = HydrogenSite::Kind;
constexpr std::uint32_t kDays = 4;

class Days {
 public:
  Days(std::vector<HydrogenSite> const& sites, HydrogenRules const& rules)
      : sites_(sites), rules_(rules), level_(sites.size()), on_way_(sites.size()) {
    assert(rules.trailer_kg > 0 && rules.speed_km_h > 0);
    for (std::uint32_t s = 0; s < sites.size(); ++s) {
      groups_[sites[s].group].push_back(s);
      if (sites[s].kind == Kind::store) level_[s] = sites[s].kg_d;
    }
    for (auto const& [number, members] : groups_)
      if (std::any_of(members.begin(), members.end(), [&](std::uint32_t s) { return gives(s); }))
        fed_.push_back(number);
    for (std::uint32_t s = 0; s < sites.size(); ++s)
      if (is_remote(s)) level_[s] = rules.bank_kg;
  }

  HydrogenDay run() {
    for (std::uint32_t day = 0; day < kDays; ++day) {
      out_ = {std::vector<SiteDay>(sites_.size()), {}, 0};
      made_kg_ = left_kg_ = 0;
      double const before = held_kg();
      auto const levels = level_;
      for (std::uint32_t h = 0; h < kDayHours; ++h)
        step(day * kDayHours + h, h);
      out_.imbalance_kg = std::abs(before + made_kg_ - left_kg_ - held_kg());
      for (std::uint32_t s = 0; s < sites_.size(); ++s)
        out_.sites[s].sunk_kg = sites_[s].kind == Kind::loading ? 0 : levels[s] - level_[s];
    }
    return std::move(out_);
  }

 private:
  struct Load {
    std::uint32_t to, arrives;
  };

  bool gives(std::uint32_t s) const { return sites_[s].kind == Kind::maker || sites_[s].kind == Kind::store; }
  bool is_remote(std::uint32_t s) const {
    return sites_[s].kind == Kind::station && std::find(fed_.begin(), fed_.end(), sites_[s].group) == fed_.end();
  }
  double wanted(std::uint32_t s, std::uint32_t h) const {
    return sites_[s].kg_d / kDayHours * (sites_[s].kind == Kind::station ? rules_.station_day[h] : 1);
  }

  /// In stores, at stations, half loaded and on the road.
  double held_kg() const {
    double sum = static_cast<double>(loads_.size()) * rules_.trailer_kg;
    for (double const level : level_)
      sum += level;
    return sum;
  }

  void step(std::uint32_t now, std::uint32_t h) {
    arrive(now);
    for (auto const& [number, members] : groups_)
      balance(members, h);
    for (std::uint32_t s = 0; s < sites_.size(); ++s)
      if (sites_[s].kind == Kind::loading)
        for (; level_[s] >= rules_.trailer_kg; level_[s] -= rules_.trailer_kg)
          send(s, now, h);
    for (std::uint32_t s = 0; s < sites_.size(); ++s)
      if (sites_[s].kind != Kind::loading) out_.sites[s].level_kg[h] = level_[s];
  }

  void arrive(std::uint32_t now) {
    for (Load const& load : loads_)
      if (load.arrives == now) level_[load.to] += rules_.trailer_kg, --on_way_[load.to];
    std::erase_if(loads_, [now](Load const& load) { return load.arrives == now; });
  }

  /// What pipes join, in one hour.
  void balance(std::vector<std::uint32_t> const& members, std::uint32_t h) {
    double made = 0, stored = 0;
    for (std::uint32_t const s : members) {
      if (sites_[s].kind == Kind::maker) made += wanted(s, h);
      if (sites_[s].kind == Kind::store) stored += level_[s];
      if (is_remote(s)) hand_out(s, h, level_[s] >= wanted(s, h) ? 1 : level_[s] / wanted(s, h));
    }
    double const handed = share(members, Kind::station, made + stored, h);
    double const loaded = share(members, Kind::loading, made + stored - handed, h);
    double const taken = fill(members, made - handed - loaded, h); // below 0: what stores give
    run_makers(members, made > 0 ? std::clamp((handed + loaded + taken) / made, 0.0, 1.0) : 0, h);
  }

  /// To all of a kind the same part of what they want; how much that is.
  double share(std::vector<std::uint32_t> const& members, Kind kind, double available, std::uint32_t h) {
    double sum = 0;
    for (std::uint32_t const s : members)
      if (sites_[s].kind == kind && !is_remote(s)) sum += wanted(s, h);
    double const there = std::max(available, 0.0), part = sum > there ? there / sum : 1; // rounding may leave −1e-13
    for (std::uint32_t const s : members)
      if (sites_[s].kind == kind && !is_remote(s)) hand_out(s, h, part);
    return part * sum;
  }

  void hand_out(std::uint32_t s, std::uint32_t h, double part) {
    double const kg = part * wanted(s, h);
    out_.sites[s].given_kg[h] = kg;
    out_.sites[s].short_kg[h] = wanted(s, h) - kg;
    if (sites_[s].kind == Kind::loading)
      level_[s] += kg;
    else
      left_kg_ += kg;
    if (is_remote(s)) level_[s] = std::max(level_[s] - kg, 0.0);
  }

  /// Stores one after another take what is left over, or give what lacks; how much they take.
  double fill(std::vector<std::uint32_t> const& members, double rest, std::uint32_t h) {
    double taken = 0;
    for (std::uint32_t const s : members) {
      if (sites_[s].kind != Kind::store) continue;
      double const moved = std::clamp(rest - taken, -level_[s], sites_[s].kg_d - level_[s]);
      level_[s] += moved;
      taken += moved;
      out_.sites[s].given_kg[h] = -moved;
    }
    return taken;
  }

  void run_makers(std::vector<std::uint32_t> const& members, double part, std::uint32_t h) {
    for (std::uint32_t const s : members) {
      if (sites_[s].kind != Kind::maker) continue;
      out_.sites[s].given_kg[h] = part * wanted(s, h);
      made_kg_ += part * wanted(s, h);
    }
  }

  void send(std::uint32_t from, std::uint32_t now, std::uint32_t h) {
    std::uint32_t to = TrailerTrip::kBeyond;
    for (std::uint32_t s = 0; s < sites_.size(); ++s)
      if (is_remote(s) && sites_[s].kg_d > 0 && coming_kg(s) <= rules_.bank_kg &&
          (to == TrailerTrip::kBeyond || coming_kg(s) / sites_[s].kg_d < coming_kg(to) / sites_[to].kg_d))
        to = s;
    if (to == TrailerTrip::kBeyond) {
      left_kg_ += rules_.trailer_kg;
      out_.trips.push_back({from, to, h, 0});
      return;
    }
    auto const hours = hours_between(from, to);
    ++on_way_[to];
    loads_.push_back({to, now + 1 + hours});
    out_.trips.push_back({from, to, h, hours});
  }

  double coming_kg(std::uint32_t s) const { return level_[s] + on_way_[s] * rules_.trailer_kg; }

  std::uint32_t hours_between(std::uint32_t a, std::uint32_t b) const {
    double const km = std::hypot(sites_[a].east_m - sites_[b].east_m, sites_[a].north_m - sites_[b].north_m) / 1e3;
    return static_cast<std::uint32_t>(std::ceil(rules_.handling_h + km * rules_.way / rules_.speed_km_h));
  }

  std::vector<HydrogenSite> const& sites_;
  HydrogenRules const& rules_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> groups_;
  std::vector<std::uint32_t> fed_; // groups in which something gives
  std::vector<double> level_;      // of a loading place: what stands in the trailer there
  std::vector<int> on_way_;        // loads, to each site
  std::vector<Load> loads_;
  HydrogenDay out_;
  double made_kg_ = 0, left_kg_ = 0; // in this day; left: handed out or gone beyond
};

} // namespace

HydrogenDay solve_hydrogen_day(std::vector<HydrogenSite> const& sites, HydrogenRules const& rules) {
  return Days(sites, rules).run();
}

} // namespace dalian::gas
