#include "twin/app/prometheus.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

namespace dalian::app {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

/// Collects families in the order of their first mention.
class Families {
 public:
  void counter(char const* name, char const* help, Labels labels, std::uint64_t n) {
    add(name, help, MetricType::Counter, std::move(labels)).counter.value = static_cast<double>(n);
  }
  void gauge(char const* name, char const* help, Labels labels, double value) {
    add(name, help, MetricType::Gauge, std::move(labels)).gauge.value = value;
  }
  /// `label` names what a counter of `counters` is.
  void counters(char const* name, char const* help, Labels const& labels, char const* label, Counters const& counters) {
    for (auto const& [what, n] : counters) {
      auto all = labels;
      all.push_back({label, what});
      counter(name, help, std::move(all), n);
    }
  }
  /// Bounds by powers of four from 64 µs to 17 minutes: exact in the histogram, and enough for a picture.
  void histogram(char const* name, char const* help, Labels labels, LatencyHistogram const& h) {
    auto& out = add(name, help, MetricType::Histogram, std::move(labels)).histogram;
    out.sample_count = h.count();
    out.sample_sum = to_seconds(h.sum());
    for (unsigned exponent = 6; exponent <= 30; exponent += 2)
      out.bucket.push_back({h.shorter_than_power_of_two_us(exponent), std::ldexp(1e-6, static_cast<int>(exponent))});
    out.bucket.push_back({h.count(), std::numeric_limits<double>::infinity()});
  }
  std::vector<MetricFamily> take() { return std::move(all_); }

 private:
  ClientMetric& add(std::string const& name, char const* help, MetricType type, Labels labels) {
    if (all_.empty() || all_.back().name != name) {
      auto const it = std::find_if(all_.begin(), all_.end(), [&](auto const& family) { return family.name == name; });
      if (it == all_.end())
        all_.push_back({name, help, type, {}});
      else
        return append(*it, std::move(labels));
    }
    return append(all_.back(), std::move(labels));
  }
  static ClientMetric& append(MetricFamily& family, Labels labels) {
    auto& metric = family.metric.emplace_back();
    metric.label = std::move(labels);
    return metric;
  }
  std::vector<MetricFamily> all_;
};

void add_feed_counts(Families& out, FeedFacts const& f, Labels const& source) {
  out.counter("dalian_feed_received_total", "Observations received, whatever became of them", source, f.received);
  out.counter("dalian_feed_accepted_total", "Observations accepted", source, f.accepted);
  out.counter("dalian_feed_duplicates_total", "Observations that had been taken before", source, f.duplicates);
  out.counter("dalian_feed_lost_total", "Observations whose number never came", source, f.missing);
  out.counters("dalian_feed_rejected_total", "Observations rejected on arrival", source, "reason", f.rejects);
  out.counters("dalian_feed_fused_total", "What fusion made of the accepted observations", source, "outcome", f.fused);
  out.counter("dalian_feed_inputs_total", "Lines, datagrams or messages the connector read", source, f.inputs);
  out.counters("dalian_feed_input_outcomes_total", "What the connector made of its inputs", source, "outcome",
               f.outcomes);
}

void add_feed(Families& out, FeedFacts const& f) {
  Labels const source{{"source", f.source}};
  out.gauge("dalian_feed_live", "1 while the connector is heard", source, f.state == "live" ? 1 : 0);
  if (f.silent_s >= 0)
    out.gauge("dalian_feed_silent_seconds", "Since the connector was last heard", source, f.silent_s);
  add_feed_counts(out, f, source);
  out.histogram("dalian_feed_lag_seconds", "From the time of an observation to its reception by the connector", source,
                f.lag);
  out.counter("dalian_feed_lag_negative_total", "Observations received before their own time", source,
              f.lag.negative());
  out.histogram("dalian_feed_to_snapshot_seconds", "From reception by the connector to the snapshot that shows it",
                source, f.to_snapshot);
  if (!f.clock) return;
  out.gauge("dalian_feed_clock_ahead_seconds", "Of the source's clock against the twin's", source,
            f.clock->skew.ahead_s);
  out.gauge("dalian_feed_clock_uncertainty_seconds", "Of that estimate", source, f.clock->skew.uncertainty_s);
  out.gauge("dalian_feed_clock_correction_seconds", "Taken off its times", source, to_seconds(f.clock->correction));
}

/// Of all feeds, also where only the worst are told one by one.
void add_feed_totals(Families& out, FeedTotals const& t, std::size_t told) {
  for (char const* state : {"live", "silent", "finished", "recovered"})
    out.gauge("dalian_feeds", "Feeds", {{"state", state}}, static_cast<double>(t.by_state.get(state)));
  out.gauge("dalian_feeds_told", "Feeds that are told one by one", {}, static_cast<double>(told));
  out.counter("dalian_feeds_received_total", "Observations received from all feeds", {}, t.received);
  out.counter("dalian_feeds_accepted_total", "Those accepted", {}, t.accepted);
  out.counter("dalian_feeds_duplicates_total", "Those taken before", {}, t.duplicates);
  out.counter("dalian_feeds_rejected_total", "Those rejected on arrival", {}, t.rejected);
  out.counter("dalian_feeds_lost_total", "Observations whose number never came, of all feeds", {}, t.missing);
}

/// Also those of which there are none: a series that comes and goes cannot be watched.
void add_alarms(Families& out, alarms::AlarmList const& list) {
  std::map<std::pair<alarms::Severity, alarms::State>, std::uint64_t> counts;
  for (auto const& [id, alarm] : list.alarms)
    ++counts[{alarm.severity, alarm.state}];
  for (auto const severity : alarms::kSeverities)
    for (auto const state : alarms::kListedStates)
      out.gauge("dalian_alarms", "Alarms in the list",
                {{"severity", std::string(to_string(severity))}, {"state", std::string(to_string(state))}},
                static_cast<double>(counts[{severity, state}]));
  out.gauge("dalian_alarm_flood", "1 while more alarms come than a person can look at", {}, list.flood.active ? 1 : 0);
}

class Source final : public prometheus::Collectable {
 public:
  explicit Source(MetricsEndpoint::Gather gather) : gather_(std::move(gather)) {}
  std::vector<MetricFamily> Collect() const override {
    auto const facts = gather_();
    Families out;
    out.gauge("dalian_up", "1 when the twin answers for itself", {}, facts ? 1 : 0);
    auto all = out.take();
    if (facts)
      for (auto& family : metrics_of(*facts))
        all.push_back(std::move(family));
    return all;
  }

 private:
  MetricsEndpoint::Gather gather_;
};

class Endpoint final : public MetricsEndpoint {
 public:
  Endpoint(std::string const& address, Gather gather)
      : source_(std::make_shared<Source>(std::move(gather))), exposer_(address) {
    exposer_.RegisterCollectable(source_);
  }
  int port() const override { return exposer_.GetListeningPorts().front(); }

 private:
  std::shared_ptr<Source> source_; // the exposer holds it weakly
  prometheus::Exposer exposer_;
};

} // namespace

std::vector<MetricFamily> metrics_of(StatusFacts const& facts) {
  Families out;
  out.gauge("dalian_uptime_seconds", "Since the twin started", {}, facts.uptime_s);
  out.gauge("dalian_tracks", "Tracks that live", {}, static_cast<double>(facts.tracks));
  out.gauge("dalian_trouble", "1 while the status tells a trouble", {}, facts.trouble.empty() ? 0 : 1);
  out.counter("dalian_frames_total", "Messages received from connectors", {}, facts.frames);
  out.counters("dalian_frames_rejected_total", "Messages that no feed can be blamed for", {}, "reason",
               facts.rejected_frames);
  for (auto const& [what, n] : facts.history)
    if (what == "waiting")
      out.gauge("dalian_history_waiting", "Records not yet on disk", {}, static_cast<double>(n));
    else
      out.counter("dalian_history_total", "What became of the records of the history", {{"what", what}}, n);
  out.counter("dalian_unrecorded_observations_total", "Observations shown but not kept", {}, facts.unrecorded);
  if (facts.alarms) add_alarms(out, *facts.alarms);
  add_feed_totals(out, facts.feed_totals, facts.feeds.size());
  for (auto const& feed : facts.feeds)
    add_feed(out, feed);
  return out.take();
}

Status check_metrics_address(std::string const& address, bool anywhere) {
  auto const colon = address.rfind(':');
  bool const has_port = colon != std::string::npos && colon > 0 && colon + 1 < address.size() &&
                        address.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
                        address.size() - colon <= 6 && std::stoul(address.substr(colon + 1)) <= 65535;
  if (!has_port) return Error{fmt::format("--metrics '{}': write host and port, such as 127.0.0.1:9464", address)};
  auto const host = address.substr(0, colon);
  bool const is_here = host.rfind("127.", 0) == 0 || host == "[::1]";
  if (is_here || anywhere) return {};
  return Error{fmt::format("--metrics '{}': whoever reaches it reads everything; listen at 127.0.0.1:{}, or say "
                           "--metrics-anywhere when the network is yours",
                           address, address.substr(colon + 1))};
}

Result<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::start(std::string const& address, Gather gather) {
  try {
    return std::unique_ptr<MetricsEndpoint>(std::make_unique<Endpoint>(address, std::move(gather)));
  } catch (std::exception const& e) {
    return Error{
        fmt::format("--metrics '{}': cannot listen there ({}); is it taken? Name another port", address, e.what())};
  }
}

} // namespace dalian::app
