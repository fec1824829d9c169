#include "twin/app/keyframe_maker.hpp"

#include "twin/fusion/saved_state.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace dalian::app {
namespace {

constexpr Duration kStep = std::chrono::microseconds(200); // of a turn of the ingest thread; overrun by one block or so
constexpr std::size_t kEntitiesAtOnce = 64;                // before looking at the clock again
constexpr std::size_t kSmallest = std::size_t{1} << 20;    // bytes of log that are no reason to hurry
constexpr std::size_t kRestart = 8;                        // log behind a state: at most this part of its size
constexpr int kRest = 20;                                  // making states takes at most this part of a processor

Duration thread_time() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec);
}

} // namespace

KeyframeMaker::KeyframeMaker(fusion::Fusion& fusion, Feeds const& feeds, Recorder& recorder, FusionSetup setup,
                             Duration period)
    : fusion_(fusion), feeds_(feeds), recorder_(recorder), setup_(std::move(setup)), period_(period),
      made_(std::make_shared<Made>()) {
  made_->size = kSmallest;
}

bool KeyframeMaker::lasting_due(Instant steady) const {
  auto const since = steady - last_lasting_;
  return since >= period_ || (since >= period_ / 12 && lasting_log_bytes_ >= std::max(kSmallest, made_->size.load()));
}

bool KeyframeMaker::due(Instant steady) const {
  return steady - last_ >= kRest * Duration(made_->cost_ns) &&
         log_bytes_ >= std::max(kSmallest, made_->size.load() / kRestart);
}

void KeyframeMaker::step(Instant steady) {
  if (last_ == Instant{}) last_ = last_lasting_ = steady;
  if (!gathering_) {
    bool const lasting = lasting_due(steady);
    if (!lasting && !due(steady)) return;
    last_ = steady;
    log_bytes_ = 0;
    if (lasting) {
      last_lasting_ = steady;
      lasting_log_bytes_ = 0;
    }
    if (!begin(lasting)) return;
  }
  auto const begun = thread_time();
  bool whole = false;
  while (!(whole = fusion_.save_some(kEntitiesAtOnce)) && thread_time() - begun < kStep) {
  }
  gathering_->cost += thread_time() - begun;
  if (whole) hand_on();
}

/// False when nothing is new.
bool KeyframeMaker::begin(bool lasting) {
  auto const mark = recorder_.mark(fusion_.time());
  if (!mark) return false;
  gathering_ = Gathering{*mark, lasting, {}, {}};
  add_feeds(feeds_, gathering_->feeds);
  note_setup(setup_, gathering_->feeds);
  fusion_.begin_save();
  return true;
}

void KeyframeMaker::hand_on() {
  struct Whole {
    KeyframeState feeds;
    fusion::SavedState fusion;
    Duration cost;
  };
  auto const whole =
      std::make_shared<Whole>(Whole{std::move(gathering_->feeds), fusion_.take_save(), gathering_->cost});
  recorder_.keyframe(gathering_->mark, gathering_->lasting, [whole, told = made_] {
    auto const begun = thread_time();
    auto const fusion = whole->fusion.bytes();
    Recorder::Made made{hash_of(fusion), keyframe_bytes(whole->feeds, fusion)};
    told->size = made.bytes.size();
    told->cost_ns = (whole->cost + (thread_time() - begun)).count();
    return made;
  });
  gathering_.reset();
}

void KeyframeMaker::finish() {
  if (gathering_)
    gathering_->lasting = true;
  else if (!begin(true))
    return;
  while (!fusion_.save_some(kEntitiesAtOnce)) {
  }
  hand_on();
}

} // namespace dalian::app
