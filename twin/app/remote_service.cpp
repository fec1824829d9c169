#include "twin/app/remote_service.hpp"

#include "twin/alarms/joined_list.hpp"
#include "twin/app/errands.hpp"
#include "twin/app/run_number.hpp"
#include "twin/app/time_machine.hpp"
#include "twin/app/view_box.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/state/joined_snapshots.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using AlarmLists = std::vector<std::shared_ptr<alarms::AlarmList const>>;

constexpr auto kFirstWord = std::chrono::seconds(4); // a mirror has said by then that no twin answers

/// What its mirrors show, joined; a single twin's is taken as it is. Nothing is shown before every twin has said a
/// first word, or had its time to: a picture is of the whole city.
class City {
 public:
  explicit City(std::size_t twins)
      : twins_(twins), waiting_(twins > 1), silent_(twins, true), joined_(twins, new_run_number()) {}

  void show(std::size_t twin, std::shared_ptr<state::Snapshot const> snapshot) {
    if (twins_ == 1) return view_.put(std::move(snapshot));
    std::lock_guard const showing(show_mutex_); // views in the order of the snapshots
    {
      std::lock_guard const lock(mutex_);
      snapshot = joined_.put(twin, std::move(snapshot));
    }
    silent_[twin] = false;
    if (std::ranges::none_of(silent_, [](bool silent) { return silent; })) waiting_ = false;
    if (!waiting_) view_.put(std::move(snapshot));
  }
  std::shared_ptr<view::CityView const> view() {
    if (waiting_ && steady_now() - begun_ > kFirstWord) {
      std::lock_guard const showing(show_mutex_);
      waiting_ = false;
      view_.put(joined_.latest()); // it changes only with both mutexes held
    }
    return view_.get();
  }

  std::shared_ptr<alarms::AlarmList const> join(AlarmLists lists) {
    if (twins_ == 1) return lists.front();
    std::lock_guard const lock(mutex_);
    auto const version = joined_.latest()->version;
    if (lists != lists_ || version != version_) {
      alarms_ = std::make_shared<alarms::AlarmList const>(
          alarms::joined(lists, [this](auto twin, auto handle) { return joined_.joined_handle(twin, handle); }));
      lists_ = std::move(lists), version_ = version;
    }
    return alarms_;
  }

 private:
  std::size_t const twins_;
  Instant const begun_ = steady_now();
  ViewBox view_;
  std::atomic<bool> waiting_;
  std::mutex show_mutex_; // guards silent_
  std::vector<bool> silent_;
  std::mutex mutex_; // guards what follows
  state::JoinedSnapshots joined_;
  AlarmLists lists_;
  std::uint64_t version_ = 0;
  std::shared_ptr<alarms::AlarmList const> alarms_;
};

/// Of several: all that history of any holds; live when all are; what is wrong with each.
void add(Travel const& other, Travel& all) {
  all.live = all.live && other.live;
  all.seeking = all.seeking || other.seeking;
  all.at_end = all.at_end && other.at_end;
  if (other.first != other.last) {
    bool const none = all.first == all.last;
    all.first = none ? other.first : std::min(all.first, other.first);
    all.last = none ? other.last : std::max(all.last, other.last);
  }
  all.trouble += (all.trouble.empty() || other.trouble.empty() ? "" : "; ") + other.trouble;
}

/// The document of the first that answered, with the feeds of all.
std::string joined(std::vector<std::string> const& documents) {
  if (documents.size() == 1) return documents.front();
  nlohmann::ordered_json all;
  for (auto const& text : documents) {
    auto one = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!one.is_object()) continue;
    if (all.is_null()) {
      all = std::move(one);
      continue;
    }
    for (auto& feed : one["feeds"])
      all["feeds"].push_back(std::move(feed));
    for (auto& [name, n] : all["feeds_total"].items())
      if (n.is_number()) n = n.get<double>() + one["feeds_total"].value(name, 0.0);
  }
  return all.is_null() ? "" : all.dump();
}

class RemoteService final : public Service {
 public:
  RemoteService(std::vector<std::string> const& requests, std::vector<security::KeyFile> const& keys)
      : city_(requests.size()) {
    for (std::size_t i = 0; i < requests.size(); ++i) {
      std::optional<security::KeyFile> key;
      if (!keys.empty()) key = keys[keys.size() == 1 ? 0 : i];
      auto const show = [this, i](auto snapshot) { city_.show(i, std::move(snapshot)); };
      links_.push_back({std::make_unique<TimeMachine>(context_, requests[i], show, key),
                        std::make_unique<Errands>(context_, requests[i], key)});
    }
  }

  std::shared_ptr<view::CityView const> view() const override { return city_.view(); }
  std::string ingest_endpoint() const override { return {}; }
  Instant now() const override { return links_.front().time->now(); }
  bool feeds_finished() const override { return false; } // the feeds are another program's
  std::string trouble() const override {
    std::string all;
    for (auto const& link : links_)
      if (auto const trouble = link.time->trouble(); !trouble.empty()) all += (all.empty() ? "" : "; ") + trouble;
    return all;
  }

  void seek(Instant t) override {
    for (auto const& link : links_)
      link.time->seek(t);
  }
  void set_speed(double speed) override {
    for (auto const& link : links_)
      link.time->set_speed(speed);
  }
  void go_live() override {
    for (auto const& link : links_)
      link.time->go_live();
  }
  Travel travel() const override {
    Travel all = links_.front().time->travel();
    for (std::size_t i = 1; i < links_.size(); ++i)
      add(links_[i].time->travel(), all);
    return all;
  }

  std::shared_ptr<alarms::AlarmList const> alarms() const override {
    AlarmLists lists;
    for (auto const& link : links_)
      lists.push_back(link.time->alarms());
    return city_.join(std::move(lists));
  }
  void act(AlarmAction action) override;
  void lock(IncidentLock wish) override {
    for (auto const& link : links_)
      link.errands->lock(wish);
  }
  void report(ShiftReportWish wish) override;
  std::vector<Outcome> take_outcomes() override;
  std::string status() override {
    std::vector<std::string> all;
    for (auto const& link : links_)
      all.push_back(link.errands->status());
    return joined(all);
  }

 private:
  struct Link {
    std::unique_ptr<TimeMachine> time;
    std::unique_ptr<Errands> errands;
  };
  zmq::context_t context_;
  mutable City city_;
  std::vector<Link> links_; // last: their threads use the others
};

/// Alarms are the business of the twin that raised them; a rule may be that of several.
void RemoteService::act(AlarmAction action) {
  std::map<std::size_t, AlarmAction> by_twin;
  auto of_twin = [&, empty = action](std::size_t twin) mutable -> AlarmAction& {
    empty.alarms.clear();
    return by_twin.try_emplace(twin, empty).first->second;
  };
  for (auto const id : action.alarms) {
    auto const [twin, own] = alarms::own_id(links_.size(), id);
    of_twin(twin).alarms.push_back(own);
  }
  for (std::size_t twin = 0; action.alarms.empty() && twin < links_.size(); ++twin)
    of_twin(twin);
  for (auto& [twin, of] : by_twin)
    links_[twin].errands->act(std::move(of));
}

/// A file each: of the second "shift-2.html".
void RemoteService::report(ShiftReportWish wish) {
  auto const file = wish.file;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    if (i > 0)
      wish.file = file.parent_path() / (file.stem().string() + "-" + std::to_string(i + 1) + file.extension().string());
    links_[i].errands->report(wish);
  }
}

std::vector<Outcome> RemoteService::take_outcomes() {
  std::vector<Outcome> all;
  for (auto const& link : links_)
    std::ranges::move(link.errands->take_outcomes(), std::back_inserter(all));
  return all;
}

} // namespace

std::unique_ptr<Service> connect_to(std::vector<std::string> const& requests,
                                    std::vector<security::KeyFile> const& keys) {
  return std::make_unique<RemoteService>(requests, keys);
}

} // namespace dalian::app
