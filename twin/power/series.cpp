#include "twin/power/series.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <optional>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// The second of two equal days that begin full, or nothing when the cap cannot be held.
std::optional<Dispatch> hold(std::vector<double> const& demand, Storage const& s, double cap) {
  Dispatch out{cap, std::vector<double>(demand.size(), 0), std::vector<double>(demand.size(), 0)};
  double stored = s.energy_mwh;
  for (std::size_t k = 0; k < 2 * demand.size(); ++k) {
    std::size_t const h = k % demand.size();
    double const over = demand[h] - cap;
    if (over > s.power_mw || over > stored) return {};
    double const taken = over > 0 ? 0 : std::min({s.power_mw, -over, (s.energy_mwh - stored) / s.efficiency});
    stored += over > 0 ? -over : taken * s.efficiency;
    stored = std::clamp(stored, 0.0, s.energy_mwh);
    out.given_mw[h] = over > 0 ? over : -taken;
    out.stored_mwh[h] = stored;
  }
  return out;
}

class Series {
 public:
  Series(Study& study, std::vector<Hour> const& hours, std::vector<Storage> const& storages)
      : study_(study), n_(study.network()), hours_(hours), storages_(storages) {}

  std::vector<HourResult> run() {
    dispatch();
    std::vector<HourResult> out;
    for (std::size_t h = 0; h < hours_.size(); ++h)
      out.push_back(solve(h));
    return out;
  }

 private:
  double generator_mw(std::size_t g, Hour const& hour) const {
    return !n_.generators[g].on ? 0 : hour.generator_mw.empty() ? n_.generators[g].p_mw : hour.generator_mw[g];
  }
  bool balances(int bus) const {
    int const node = study_.topology().node_of_bus[at(bus)];
    return node >= 0 && study_.topology().role[at(node)] == Role::slack;
  }

  void dispatch() {
    double load = 0;
    for (Bus const& b : n_.buses)
      load += b.load_mw;
    std::vector<double> demand;
    for (Hour const& hour : hours_) {
      demand.push_back(load * hour.load_factor);
      for (std::size_t g = 0; g < n_.generators.size(); ++g)
        if (!balances(n_.generators[g].bus)) demand.back() -= generator_mw(g, hour);
    }
    for (Storage const& s : storages_) {
      plans_.push_back(shave(demand, s));
      for (std::size_t h = 0; h < demand.size(); ++h)
        demand[h] -= plans_.back().given_mw[h];
    }
  }

  HourResult solve(std::size_t h) {
    Hour const& hour = hours_[h];
    HourResult out;
    std::vector<double> p = study_.p(), q = study_.q(); // differences to the base, so that limits stay as they were
    auto const put = [&](int bus, double mw, double mvar) {
      int const node = study_.topology().node_of_bus[at(bus)];
      if (node < 0) return;
      p[at(node)] += mw / n_.base_mva, q[at(node)] += mvar / n_.base_mva;
    };
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      double const more = 1 - hour.load_factor;
      put(static_cast<int>(b), more * n_.buses[b].load_mw, more * n_.buses[b].load_mvar);
    }
    for (std::size_t g = 0; g < n_.generators.size(); ++g)
      if (n_.generators[g].on) put(n_.generators[g].bus, generator_mw(g, hour) - n_.generators[g].p_mw, 0);
    for (std::size_t s = 0; s < storages_.size(); ++s) {
      put(storages_[s].bus, plans_[s].given_mw[h], 0);
      out.storage_mw.push_back(plans_[s].given_mw[h]);
      out.stored_mwh.push_back(plans_[s].stored_mwh[h]);
    }
    VoltageState state;
    out.converged = study_.solve(p, q, state).converged;
    measure(state, hour, out);
    return out;
  }

  void measure(VoltageState const& state, Hour const& hour, HourResult& out) const {
    out.lowest_vm = std::numeric_limits<double>::infinity();
    Topology const& t = study_.topology();
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      int const node = t.node_of_bus[b];
      if (node < 0 || t.role[at(node)] == Role::dead) continue;
      out.load_mw += n_.buses[b].load_mw * hour.load_factor;
      if (state.vm[at(node)] < out.lowest_vm) out.lowest_vm = state.vm[at(node)], out.lowest_bus = b;
    }
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      double const loading = study_.loading(i, state);
      if (loading > out.worst_loading) out.worst_loading = loading, out.worst_branch = i;
    }
    out.losses_mw = study_.losses_mw(state);
  }

  Study& study_;
  Network const& n_;
  std::vector<Hour> const& hours_;
  std::vector<Storage> const& storages_;
  std::vector<Dispatch> plans_;
};

} // namespace

Dispatch shave(std::vector<double> const& demand, Storage const& storage) {
  if (demand.empty()) return {};
  double high = *std::max_element(demand.begin(), demand.end());
  if (storage.power_mw <= 0 || storage.energy_mwh <= 0 || storage.efficiency <= 0)
    return {high, std::vector<double>(demand.size(), 0), std::vector<double>(demand.size(), 0)};
  double low = high - storage.power_mw;
  while (high - low > 1e-6 * storage.power_mw) {
    double const middle = (low + high) / 2;
    (hold(demand, storage, middle) ? high : low) = middle;
  }
  return *hold(demand, storage, high); // the highest demand itself is always held
}

std::vector<HourResult> solve_series(Study& study, std::vector<Hour> const& hours,
                                     std::vector<Storage> const& storages) {
  assert(study.ready());
  return Series(study, hours, storages).run();
}

} // namespace dalian::power
