#include "twin/app/twin.hpp"

#include "twin/alarms/rules_file.hpp"
#include "twin/app/history_place.hpp"
#include "twin/app/run_number.hpp"
#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;

constexpr auto kIdleWait = milliseconds(50);
constexpr auto kBusyWait = milliseconds(1);   // while something waits to be published
constexpr auto kTakeBudget = milliseconds(2); // before looking after publication and history
constexpr auto kMinPublishGap = milliseconds(1);
constexpr auto kMaxPublishGap = milliseconds(45); // a change is out within 50 ms
constexpr int kRestPerPublish = 4;                // behind its feeds, this thread publishes a fifth of its time

std::uint64_t last_seq(wire::Batch const& batch) {
  return batch.first_seq() + static_cast<std::uint64_t>(batch.observations_size()) - 1;
}

bool has_event(wire::Batch const& batch) {
  return std::any_of(batch.observations().begin(), batch.observations().end(), [](auto const& o) { return o.event(); });
}

} // namespace

Result<Twin::Opened> Twin::open(TwinConfig const& config) {
  Opened opened;
  if (!config.keys.empty()) {
    auto authority = security::Authority::open({config.keys});
    if (!authority) return Error{authority.error()};
    opened.authority = std::move(authority).value();
  }
  if (!config.alarms.empty()) {
    auto rules = alarms::read_rules(config.alarms, config.assets);
    if (!rules) return Error{rules.error()};
    opened.rules = std::move(rules).value();
  }
  if (!config.city.empty()) {
    auto surface = CitySurface::read(config.city);
    if (!surface) return Error{surface.error()};
    opened.surface = std::move(surface).value();
  }
  if (config.history.empty()) return opened;
  auto history = open_history(config);
  if (!history) return Error{history.error()};
  opened.history = std::move(history).value();
  auto audit = security::AuditLog::open(beside_history(config));
  if (!audit) return Error{audit.error()};
  opened.audit = std::make_unique<security::AuditLog>(std::move(audit).value());
  return opened;
}

Result<std::unique_ptr<Twin>> Twin::start(zmq::context_t& context, TwinConfig config) {
  auto opened = open(config);
  if (!opened) return Error{opened.error()};
  auto rules = std::exchange(opened->rules, std::nullopt);
  std::unique_ptr<Twin> twin(new Twin(context, std::move(config), std::move(opened).value()));
  if (auto* const authority = twin->authority_.get()) {
    auto zap = ZapHandler::start(context, *authority, [t = twin.get()] {
      t->broadcaster_.cut_followers();
      t->keys_changed_ = true;
    });
    if (!zap) return Error{zap.error()};
    twin->zap_ = std::move(zap).value();
  }
  // First the addresses: a second twin on the same ones must fail before it reads anything.
  if (auto const bound = twin->bind(); !bound) return Error{bound.error()};
  if (auto const recovered = twin->recover(); !recovered) return Error{recovered.error()};
  if (twin->recorder_ && !is_server(twin->config_.history))
    twin->caretaker_ = std::make_unique<Caretaker>(twin->config_.history, twin->config_.retention,
                                                   [t = twin.get()] { return t->now(); });
  if (rules)
    if (auto const alarms = twin->open_alarms(std::move(*rules)); !alarms) return Error{alarms.error()};
  twin->broadcaster_.start();
  if (twin->desk_) twin->desk_->start();
  twin->thread_ = std::thread([t = twin.get()] { t->run(); });
  return twin;
}

Twin::Twin(zmq::context_t& context, TwinConfig config, Opened opened)
    : context_(context), config_(std::move(config)), run_(new_run_number()), started_(steady_now()),
      recorder_(opened.history ? std::make_unique<Recorder>(std::move(opened.history)) : nullptr),
      surface_(std::move(opened.surface)), fusion_(make_fusion({config_.fusion, surface_.get()}, replay_threads())),
      store_(run_), feeds_(config_.limits), audit_(std::move(opened.audit)), authority_(std::move(opened.authority)),
      receiver_(context, feeds_,
                {[this](Feed& f, FeedEpoch& e, wire::Batch const& b, std::string_view bytes) { take(f, e, b, bytes); },
                 [this](Feed& f, wire::FeedReport const& r, std::string_view bytes) { take(f, r, bytes); }},
                authority_.get()),
      broadcaster_(context, store_.latest(), {{.feed = config_.feed_clock}, authority_.get(), audit_.get()}) {
  follow_clock();
}

Twin::~Twin() {
  stop_ = true;
  if (thread_.joinable()) {
    thread_.join();
    if (keyframes_) keyframes_->finish();
  }
  desk_.reset();
  caretaker_.reset(); // before the recorder gives up the folder
  zap_.reset();       // its thread speaks to the broadcaster
}

Status Twin::bind() {
  ingest_ = config_.ingest;
  for (bool const with_keys : {false, true})
    for (auto& endpoint : ingest_) {
      if ((endpoint.rfind("tcp://", 0) == 0) != with_keys) continue;
      auto bound = receiver_.bind(endpoint);
      if (!bound) return Error{bound.error()};
      endpoint = *bound;
    }
  auto const published = broadcaster_.bind_publish(config_.publish);
  if (!published) return Error{published.error()};
  auto const requests = broadcaster_.bind_requests(config_.requests);
  if (!requests) return Error{requests.error()};
  publish_endpoint_ = *published;
  request_endpoint_ = *requests;
  replays_ = std::make_unique<ReplayDesk>(context_, recorder_ ? &recorder_->store() : nullptr,
                                          ReplayDesk::Addresses{publish_endpoint_, request_endpoint_}, authority_.get(),
                                          FusionSetup{config_.fusion, surface_.get()});
  return {};
}

void Twin::run() {
  pthread_setname_np(pthread_self(), "twin-ingest");
  while (!stop_) {
    try {
      bool const behind = receiver_.work(dirty_ ? kBusyWait : kIdleWait, kTakeBudget);
      confirm_stored();
      publish_if_due(behind);
      if (auto const named = broadcaster_.take_status_wanted()) answer_status(*named);
      if (facts_desk_.wanted()) facts_desk_.answer(gather_facts());
      answer_commands();
      if (keyframes_) keyframes_->step(steady_now());
      note_trouble();
      note_latency();
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
  feed.note_lag(batch);
  fusion_.take(t, batch);
  if (!config_.feed_clock && batch.observations_size() > 0)
    feed.unpublished.push_back({from_unix_ns(static_cast<std::int64_t>(batch.observations(0).t_rx())),
                                static_cast<std::uint32_t>(batch.observations_size())});
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
  if (kept) keyframes_->recorded(bytes.size());
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

void Twin::publish_if_due(bool behind) {
  auto const due = published_ + (behind ? rest_ : kMinPublishGap);
  if (dirty_ && (finish_pending_ || steady_now() >= due)) publish();
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
      handles.push_back(track.motion.handle);
    auto snapshot = store_.publish(fusion_.time(), std::move(changes.changed), changes.removed);
    broadcaster_.offer(std::move(snapshot), handles, changes.removed);
  }
  feeds_.published(SystemClock().now());
  published_ = steady_now();
  rest_ = std::clamp<Duration>(kRestPerPublish * (published_ - begin), kMinPublishGap, kMaxPublishGap);
}

void Twin::reload_keys() {
  if (zap_) zap_->reload_soon();
}

void Twin::note_trouble() {
  auto trouble = this->trouble();
  if (trouble == noted_trouble_) return;
  noted_trouble_ = std::move(trouble);
  if (config_.note) config_.note(noted_trouble_.empty() ? "all is well again" : noted_trouble_);
}

void Twin::note_latency() {
  auto const now = steady_now();
  if (now < next_latency_note_) return;
  next_latency_note_ = now + std::chrono::seconds(1);
  settle_clock();
  bool const turn = now >= next_latency_turn_;
  if (turn) next_latency_turn_ = now + std::chrono::minutes(1);
  LatencyHistogram all;
  for (auto& [source, feed] : feeds_.all()) {
    all.add(feed.to_snapshot.both());
    if (!turn) continue;
    feed.lag.turn();
    feed.to_snapshot.turn();
  }
  std::lock_guard const lock(latency_mutex_);
  to_snapshot_ = std::move(all);
}

LatencyHistogram Twin::to_snapshot() const {
  std::lock_guard const lock(latency_mutex_);
  return to_snapshot_;
}

void Twin::answer_commands() {
  for (auto& command : broadcaster_.take_commands()) {
    if (command.request.has_alarms() && desk_) { // which answers when it is done
      desk_->post(std::move(command));
      continue;
    }
    auto reply = answer(command);
    broadcaster_.offer_reply(std::move(command), std::move(reply));
  }
  if (keys_changed_.exchange(false)) replays_->cut_followers();
  replays_->close_silent(steady_now());
}

wire::Reply Twin::answer(ViewerCommand const& command) {
  if (command.request.has_replay()) return replays_->answer(command.request.replay(), steady_now());
  wire::Reply reply;
  reply.set_error(command.request.has_alarms() ? "this twin watches for no alarms: start twind with --alarms FILE"
                                               : "not a request this twin knows");
  return reply;
}

} // namespace dalian::app
