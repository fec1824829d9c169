#include "tools/bench/ais_log.hpp"

#include "connectors/ais/feed.hpp"
#include "connectors/app/synth_feed.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace dalian::bench {
namespace {

constexpr int kBatchObservations = 100;
constexpr std::uint64_t kBatchNs = 50'000'000;

} // namespace

void BatchSink::publish(wire::Observation observation) {
  auto const& open = batch_.observations();
  bool const due =
      open.size() >= kBatchObservations || (!open.empty() && observation.t_rx() > open[0].t_rx() + kBatchNs);
  if (due) flush({});
  batch_.set_t_sent(std::max<std::uint64_t>(batch_.t_sent(), observation.t_rx()));
  if (fleet_ > 0) (*observation.mutable_entity())[5] = static_cast<char>('0' + fleet_); // "mmsi:4…"
  *batch_.add_observations() = std::move(observation);
}

void BatchSink::report(wire::FeedReport report) {
  flush({});
  if (batch_.t_sent() == 0) return; // no time yet
  report.set_source(batch_.source());
  report.set_t_sent(batch_.t_sent());
  history::Record r;
  r.kind = history::RecordKind::report;
  r.t_twin = from_unix_ns(static_cast<std::int64_t>(batch_.t_sent()));
  r.source = batch_.source();
  r.epoch = 1;
  r.bytes = report.SerializeAsString();
  take_(std::move(r));
}

bool BatchSink::flush(Duration) {
  if (batch_.observations().empty()) return true;
  batch_.set_epoch(1);
  batch_.set_first_seq(next_seq_);
  batch_.set_provenance(wire::RECORDED);
  history::Record r;
  r.t_twin = from_unix_ns(static_cast<std::int64_t>(batch_.t_sent()));
  r.source = batch_.source();
  r.epoch = 1;
  r.first_seq = next_seq_;
  r.n = static_cast<std::uint32_t>(batch_.observations_size());
  r.bytes = batch_.SerializeAsString();
  next_seq_ += r.n;
  batch_.clear_observations();
  take_(std::move(r));
  return true;
}

Status records_of_file(std::filesystem::path const& file, TakeRecord const& take) {
  auto source = connectors::open_file(file);
  if (!source) return Error{source.error()};
  BatchSink sink(file.stem().string(), take);
  SystemClock const clock;
  ais::FeedOptions options;
  options.kind = ais::Stream::Kind::recording;
  options.time = connectors::RecordingClock::Mode::keep;
  options.speed = 0;
  options.sink = &sink;
  ais::Feed(**source, options, clock).run();
  sink.flush({});
  return {};
}

namespace {

/// One of several fleets at sea at once.
struct Fleet {
  Fleet(synth::SynthStream all, int number, TakeRecord const& take)
      : stream(std::move(all)), sink("synth-" + std::to_string(number), take, number), feed(sink), next(stream.next()) {
  }
  synth::SynthStream stream;
  BatchSink sink;
  connectors::SynthFeed feed;
  std::optional<synth::SynthItem> next;
  Instant reported{};

  void step() {
    feed.take(*next);
    if (next->at >= reported + std::chrono::seconds(1)) {
      feed.report(false);
      reported = next->at;
    }
    next = stream.next();
    if (!next) feed.report(true);
  }
};

} // namespace

Status records_of_fleet(std::filesystem::path const& fleet, Instant start, double hours, int copies,
                        TakeRecord const& take) {
  auto const plan = synth::read_fleet_plan(fleet);
  if (!plan) return Error{plan.error()};
  std::vector<std::unique_ptr<Fleet>> fleets;
  for (int k = 1; k <= copies; ++k) {
    auto stream = synth::SynthStream::make(
        *plan, {}, {.start = start, .seconds = 3600 * hours, .seed = static_cast<std::uint64_t>(k), .road = false});
    if (!stream) return Error{stream.error()};
    fleets.push_back(std::make_unique<Fleet>(std::move(*stream), k, take));
  }
  for (;;) {
    std::erase_if(fleets, [](auto const& f) { return !f->next; });
    if (fleets.empty()) return {};
    auto const first = std::min_element(fleets.begin(), fleets.end(),
                                        [](auto const& a, auto const& b) { return a->next->at < b->next->at; });
    (*first)->step();
  }
}

} // namespace dalian::bench
