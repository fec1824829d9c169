#include "twin/app/twin.hpp"

#include "twin/app/status.hpp"
#include "twin/history/sqlite_history.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>
#include <random>
#include <utility>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;

constexpr auto kIdleWait = milliseconds(50);
constexpr auto kBusyWait = milliseconds(5);   // while something waits to be published
constexpr auto kTakeBudget = milliseconds(4); // before looking after publication and history
constexpr auto kMinPublishGap = milliseconds(4);
constexpr auto kMaxPublishGap = milliseconds(45); // a change is out within 50 ms
constexpr int kRestPerPublish = 8;                // publishing takes at most about a ninth of this thread

Instant steady_now() {
  return Instant{std::chrono::steady_clock::now().time_since_epoch()};
}

std::uint64_t random_run() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32 | device()) | 1;
}

std::uint64_t last_seq(wire::Batch const& batch) {
  return batch.first_seq() + static_cast<std::uint64_t>(batch.observations_size()) - 1;
}

bool has_event(wire::Batch const& batch) {
  return std::any_of(batch.observations().begin(), batch.observations().end(), [](auto const& o) { return o.event(); });
}

} // namespace

Result<std::unique_ptr<Twin>> Twin::start(zmq::context_t& context, TwinConfig config) {
  std::unique_ptr<history::HistoryStore> history;
  if (!config.history.empty()) {
    auto opened = history::open_sqlite_history({config.history});
    if (!opened) return Error{opened.error()};
    history = std::move(opened).value();
  }
  std::unique_ptr<Twin> twin(new Twin(context, std::move(config), std::move(history)));
  // First the addresses: a second twin on the same ones must fail before it reads anything.
  if (auto const bound = twin->bind(); !bound) return Error{bound.error()};
  if (auto const recovered = twin->recover(); !recovered) return Error{recovered.error()};
  twin->broadcaster_.start();
  twin->thread_ = std::thread([t = twin.get()] { t->run(); });
  return twin;
}

Twin::Twin(zmq::context_t& context, TwinConfig config, std::unique_ptr<history::HistoryStore> history)
    : config_(std::move(config)), run_(random_run()), started_(steady_now()),
      recorder_(history ? std::make_unique<Recorder>(std::move(history)) : nullptr), store_(run_),
      receiver_(context, feeds_,
                {[this](Feed& f, FeedEpoch& e, wire::Batch const& b, std::string_view bytes) { take(f, e, b, bytes); },
                 [this](Feed& f, wire::FeedReport const& r, std::string_view bytes) { take(f, r, bytes); }}),
      broadcaster_(context, store_.latest(), config_.feed_clock) {}

Twin::~Twin() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

Status Twin::bind() {
  for (auto const& endpoint : config_.ingest) {
    auto bound = receiver_.bind(endpoint);
    if (!bound) return Error{bound.error()};
    ingest_.push_back(*bound);
  }
  auto const published = broadcaster_.bind_publish(config_.publish);
  if (!published) return Error{published.error()};
  auto const requests = broadcaster_.bind_requests(config_.requests);
  if (!requests) return Error{requests.error()};
  publish_endpoint_ = *published;
  request_endpoint_ = *requests;
  return {};
}

Status Twin::recover() {
  if (!recorder_) return {};
  auto const begin = steady_now();
  auto next_note = begin + std::chrono::seconds(1);
  auto const replayed = recorder_->store().replay(Instant::min(), [&](history::Record&& record) {
    recover(std::move(record));
    if (++recovery_.records % 1024 == 0 && config_.note && steady_now() >= next_note) {
      next_note += std::chrono::seconds(1);
      config_.note(fmt::format("replaying history: {} records, {} observations, {:.0f} s", recovery_.records,
                               recovery_.observations, to_seconds(steady_now() - begin)));
    }
    return true;
  });
  if (!replayed) return Error{replayed.error()};
  recovery_.damaged_chunks = replayed->damaged_chunks;
  twin_time_ns_ = std::max<std::int64_t>(0, to_unix_ns(fusion_.time()));
  feeds_.sweep(begin);
  publish();
  recovery_.seconds = to_seconds(steady_now() - begin);
  return {};
}

void Twin::recover(history::Record&& record) {
  auto const size = static_cast<int>(record.bytes.size());
  if (record.kind == history::RecordKind::batch) {
    wire::Batch batch;
    if (!batch.ParseFromArray(record.bytes.data(), size)) {
      ++recovery_.damaged_records;
      return;
    }
    fusion_.take(record.t_twin, batch);
    feeds_.recover(batch);
    recovery_.observations += static_cast<std::uint64_t>(batch.observations_size());
    return;
  }
  wire::FeedReport report;
  fusion_.advance(record.t_twin);
  if (report.ParseFromArray(record.bytes.data(), size))
    feeds_.recover(report);
  else
    ++recovery_.damaged_records;
}

Instant Twin::now() const {
  return config_.feed_clock ? from_unix_ns(twin_time_ns_) : SystemClock().now();
}

Instant Twin::stamp(std::uint64_t t_sent) {
  auto const previous = twin_time_ns_.load(std::memory_order_relaxed);
  auto const t =
      config_.feed_clock ? std::max(previous, static_cast<std::int64_t>(t_sent)) : to_unix_ns(SystemClock().now());
  twin_time_ns_.store(t, std::memory_order_relaxed);
  return from_unix_ns(t);
}

void Twin::run() {
  pthread_setname_np(pthread_self(), "twin-ingest");
  while (!stop_) {
    try {
      receiver_.work(dirty_ ? kBusyWait : kIdleWait, kTakeBudget);
      confirm_stored();
      publish_if_due();
      if (broadcaster_.take_status_wanted()) {
        publish();
        broadcaster_.offer_status(make_status());
      }
      note_trouble();
    } catch (zmq::error_t const& e) {
      if (e.num() != EINTR && config_.note) config_.note(fmt::format("receiving: {}", e.what()));
    }
  }
}

void Twin::take(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes) {
  auto const t = stamp(batch.t_sent());
  feed.t_last = t;
  if (recorder_) {
    if (record(history::RecordKind::batch, t, feed, &batch, bytes)) {
      epoch.recorded_seq = std::max(epoch.recorded_seq, last_seq(batch));
    } else if (has_event(batch) && !epoch.store_limit) {
      epoch.store_limit = batch.first_seq() - 1; // never said to be stored: the connector keeps it
    }
  }
  fusion_.take(t, batch);
  dirty_ = true;
  finished_version_ = kNotFinished;
}

void Twin::take(Feed& feed, wire::FeedReport const& report, std::string_view bytes) {
  auto const t = config_.feed_clock ? from_unix_ns(twin_time_ns_) : stamp(0);
  finish_pending_ = finish_pending_ || report.finished();
  if (t == Instant{}) return; // on feed clock, before the first batch: there is no time yet to record it under
  if (recorder_) record(history::RecordKind::report, t, feed, nullptr, bytes);
  fusion_.advance(t);
  dirty_ = true;
}

bool Twin::record(history::RecordKind kind, Instant t, Feed const& feed, wire::Batch const* batch,
                  std::string_view bytes) {
  history::Record record;
  record.kind = kind;
  record.t_twin = t;
  record.source = feed.source;
  record.epoch = feed.live_epoch;
  record.first_seq = batch ? batch->first_seq() : 0;
  record.n = batch ? static_cast<std::uint32_t>(batch->observations_size()) : 0;
  record.bytes = bytes;
  bool const kept = recorder_->append(std::move(record));
  if (!kept && batch) unrecorded_ += static_cast<std::uint64_t>(batch->observations_size());
  return kept;
}

void Twin::confirm_stored() {
  if (!recorder_) return;
  auto const stored = recorder_->take_stored();
  for (auto const& entry : stored)
    feeds_.stored(entry.source, entry.epoch, entry.seq);
  if (!stored.empty()) receiver_.send_grants();
}

void Twin::publish_if_due() {
  if (dirty_ && (finish_pending_ || steady_now() >= next_publish_)) publish();
  if (finish_pending_ && feeds_.all_finished()) finished_version_ = static_cast<std::int64_t>(store_.latest()->version);
  finish_pending_ = false;
}

void Twin::publish() {
  auto const begin = steady_now();
  dirty_ = false;
  auto changes = fusion_.take_changes();
  if (!changes.empty()) {
    std::vector<std::uint32_t> handles;
    handles.reserve(changes.changed.size());
    for (auto const& track : changes.changed)
      handles.push_back(track.handle);
    auto snapshot = store_.publish(fusion_.time(), std::move(changes.changed), changes.removed);
    broadcaster_.offer(std::move(snapshot), handles, changes.removed);
  }
  auto const end = steady_now();
  next_publish_ = end + std::clamp<Duration>(kRestPerPublish * (end - begin), kMinPublishGap, kMaxPublishGap);
}

std::string Twin::trouble() const {
  return recorder_ ? recorder_->trouble() : "";
}

void Twin::note_trouble() {
  auto trouble = this->trouble();
  if (trouble == noted_trouble_) return;
  noted_trouble_ = std::move(trouble);
  if (config_.note) config_.note(noted_trouble_.empty() ? "history is recorded again" : noted_trouble_);
}

Broadcaster::MakeStatus Twin::make_status() {
  StatusFacts facts;
  facts.run = run_;
  facts.uptime_s = to_seconds(steady_now() - started_);
  facts.feed_clock = config_.feed_clock;
  facts.time = now();
  facts.ingest = ingest_;
  facts.publish = publish_endpoint_;
  facts.requests = request_endpoint_;
  for (auto const& [source, feed] : feeds_.all())
    facts.feeds.push_back(feed_facts(feed, feeds_.grant(feed), steady_now()));
  for (auto const& [source, outcomes] : fusion_.outcomes())
    facts.fusion.emplace_back(source, outcomes);
  facts.frames = receiver_.frames();
  facts.rejected_frames = receiver_.rejected_frames();
  facts.recovered_records = recovery_.records;
  facts.recovered_observations = recovery_.observations;
  facts.recovered_damaged = recovery_.damaged_chunks + recovery_.damaged_records;
  facts.recovery_s = recovery_.seconds;
  facts.history_folder = config_.history.string();
  facts.unrecorded = unrecorded_;
  facts.trouble = trouble();
  if (recorder_) facts.history = recorder_->counters();
  return [facts = std::move(facts)](state::Snapshot const& snapshot) { return status_json(facts, snapshot); };
}

} // namespace dalian::app
