// twinctl history verify.
#include "twin/app/baked_assets.hpp"
#include "twin/app/commands.hpp"
#include "twin/app/fusion_setup.hpp"
#include "twin/app/history_commands.hpp"
#include "twin/app/history_place.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/app/log_taker.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/history/inspection.hpp"
#include "twin/history/state_file.hpp"
#include "twin/postgres/inspection.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

struct Replayed {
  std::uint64_t equal = 0;             // keyframes that the one before and the records between lead to
  std::vector<std::int64_t> different; // positions of those they do not
  std::uint64_t not_comparable = 0;    // what lies between is thinned, spoiled, or begins nowhere
  std::vector<std::string> unreadable; // why a state could not be loaded
  std::string newest_state = "none";   // … beside the day files: "equal", "different", "not comparable", "spoiled"
};

class KeyframeReplay {
 public:
  KeyframeReplay(std::string const& folder, FusionSetup const& setup)
      : reader_(folder), setup_(setup), fusion_(make_fusion(setup, replay_threads())),
        newest_(history::map_state_file(folder)), newest_due_(newest_.after > 0) {}

  Status run(std::vector<history::DayOverview> const& days, Replayed& out) {
    Progress progress("replaying");
    if (newest_.skipped > 0) out.newest_state = "spoiled";
    std::vector<history::BlockHead> blocks;
    for (auto const& overview : days) {
      auto const day = history::DayFile::open(overview.file, history::DayFile::Mode::read);
      if (!day) return Error{day.error()};
      std::vector<history::KeyframeHead> heads;
      blocks.clear();
      history::keyframe_heads(day->handle(), heads); // a file of an older version has none
      history::block_heads(day->handle(), blocks);
      for (auto const& head : heads) {
        if (newest_due_ && newest_.after <= head.after) check_newest(blocks, out);
        step(*day, head, blocks, out);
        progress.tell(fmt::format("{} keyframes, {}", out.equal + out.different.size(), format_utc(head.t_twin)));
      }
    }
    if (newest_due_) check_newest(blocks, out);
    return {};
  }

 private:
  /// The fusion goes on to the state at `mark`; false when what lies between is thinned, spoiled, or begins nowhere.
  bool advance(std::int64_t mark, std::vector<history::BlockHead> const& blocks) {
    for (auto const& b : blocks)
      if (b.tier != history::Tier::raw && b.last > after_ && b.seq <= mark) return false;
    LogTaker log(fusion_);
    auto const done = reader_.replay_between(after_, mark, [&](history::Record const& r) {
      log.take(r);
      return true;
    });
    log.flush();
    after_ = mark;
    known_ = done && done->damaged_chunks == 0;
    return known_;
  }

  /// Does not load it: what the next keyframe is compared with stays of the log alone.
  void check_newest(std::vector<history::BlockHead> const& blocks, Replayed& out) {
    newest_due_ = false;
    auto const kept = keyframe_parts(newest_.bytes);
    Status const same = kept ? check_setup(kept->feeds, setup_) : Status{Error{"spoiled"}};
    if (!same) out.unreadable.push_back(fmt::format("{}: {}", history::kStateFileName, same.error()));
    if (!kept)
      out.newest_state = "spoiled";
    else if (!same || !known_ || !advance(newest_.after, blocks))
      out.newest_state = "not comparable";
    else
      out.newest_state = hash_of(fusion_.save()) == newest_.state_hash && hash_of(kept->fusion) == newest_.state_hash
                             ? "equal"
                             : "different";
  }

  void step(history::DayFile const& day, history::KeyframeHead const& head,
            std::vector<history::BlockHead> const& blocks, Replayed& out) {
    auto const keyframe = history::read_keyframe(day.handle(), head.after);
    auto const kept = keyframe ? keyframe_parts(keyframe->bytes) : std::nullopt;
    Status const same = kept ? check_setup(kept->feeds, setup_) : Status{};
    if (!known_ || !same || !advance(head.after, blocks))
      ++out.not_comparable;
    else if (hash_of(fusion_.save()) == head.state_hash)
      ++out.equal;
    else
      out.different.push_back(head.after);
    Status const loaded = !kept ? Error{"spoiled"} : !same ? same : fusion_.load(kept->fusion);
    known_ = loaded.ok();
    after_ = head.after;
    if (!loaded) out.unreadable.push_back(fmt::format("keyframe behind chunk {}: {}", head.after, loaded.error()));
  }

  history::FolderReader const reader_;
  FusionSetup const setup_;
  fusion::Fusion fusion_;
  std::int64_t after_ = 0;
  bool known_ = true; // fusion_ is the state at after_; an empty one at the beginning
  history::NewestState const newest_;
  bool newest_due_; // to be compared yet
};

/// As twind fused it that ran with the same --fusion and --city.
Status replay(HistoryOptions const& options, Replayed& replayed) {
  FusionSetup setup;
  if (!options.fusion.empty())
    if (auto const read = fusion::read_parameters(options.fusion, setup.parameters); !read) return read;
  std::unique_ptr<CitySurface> surface;
  if (auto const city = choose_city(options.city); !city.empty()) {
    auto read = CitySurface::read(city);
    if (!read) return Error{read.error()};
    surface = std::move(read).value();
    setup.surface = surface.get();
  }
  auto const days = history::overview(options.folder);
  if (!days) return Error{days.error()};
  return KeyframeReplay(options.folder, setup).run(*days, replayed);
}

Json json_of(history::Verified const& v, Replayed const* replayed) {
  Json spoiled = Json::array();
  for (auto const& s : v.spoiled)
    spoiled.push_back({{"file", s.file.filename().string()}, {"what", s.what}, {"seq", s.seq}});
  Json json{{"schema", 1},
            {"chunks", v.chunks},
            {"blocks", v.blocks},
            {"records", v.records},
            {"observations", v.observations},
            {"keyframes", v.keyframes},
            {"spoiled", spoiled},
            {"missing", v.missing},
            {"between_files", v.between}};
  if (replayed)
    json["replay"] = {{"equal", replayed->equal},
                      {"different", replayed->different},
                      {"not_comparable", replayed->not_comparable},
                      {"unreadable", replayed->unreadable},
                      {"newest_state", replayed->newest_state}};
  return json;
}

void print(history::Verified const& v, Replayed const* replayed) {
  fmt::print("whole: {} chunks, {} blocks, {} records, {} observations, {} keyframes\n", v.chunks, v.blocks, v.records,
             v.observations, v.keyframes);
  for (auto const& s : v.spoiled)
    fmt::print("spoiled: {} {} in {}\n", s.what, s.seq, s.file.filename().string());
  for (auto const& [first, last] : v.missing)
    fmt::print("missing: chunks {} to {}\n", first, last);
  for (auto const& [first, last] : v.between)
    fmt::print("not there between two files (a day removed?): chunks {} to {}\n", first, last);
  if (!replayed) return;
  fmt::print("replayed: {} keyframes equal, {} different, {} not comparable (thinned, or spoiled between)\n",
             replayed->equal, replayed->different.size(), replayed->not_comparable);
  fmt::print("the newest state, which a restart begins with: {}\n", replayed->newest_state);
  for (auto const after : replayed->different)
    fmt::print("different: the keyframe behind chunk {}\n", after);
  for (auto const& text : replayed->unreadable)
    fmt::print("unreadable: {}\n", text);
}

} // namespace

int verify_history(HistoryOptions const& options) {
  bool const server = is_server(options.folder);
  if (server && options.replay)
    return fail("--replay works on a folder: copy the history into one with twinctl history move");
  auto const verified = [&] {
    Progress progress("verifying");
    auto const tell = [&](std::uint64_t done, std::uint64_t of) {
      progress.tell(fmt::format("{} of {} rows", done, of));
    };
    return server ? postgres::verify(options.folder, tell) : history::verify(options.folder, tell);
  }();
  if (!verified) return fail(verified.error());
  Replayed replayed;
  if (options.replay)
    if (auto const done = replay(options, replayed); !done) return fail(done.error());
  Replayed const* const told = options.replay ? &replayed : nullptr;
  if (options.json)
    fmt::print("{}\n", json_of(*verified, told).dump(2));
  else
    print(*verified, told);
  bool const same = replayed.different.empty() && replayed.newest_state != "different";
  return verified->spoiled.empty() && verified->missing.empty() && same ? 0 : 1;
}

} // namespace dalian::app
