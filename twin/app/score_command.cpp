// twinctl score: how good tracks are against truth.
#include "twin/app/commands.hpp"
#include "twin/app/json_lines.hpp"
#include "twin/evaluation/score.hpp"

#include <fmt/format.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using evaluation::Score;
using evaluation::State;

struct ScoreOptions {
  std::string tracks, truth;
  double cutoff_m = 50;
  bool json = false;
};

constexpr char kScoreAbout[] = R"(Both files hold one JSON object a line, a thing at a time:
  {"t":"2026-09-26T08:40:00Z","entity":"mmsi:412345678","lon_deg":121.8,"lat_deg":38.9}
(or "east_m","north_m"). TRACKS is what `twinctl fuse --every` prints, or another program in that form. Truth is taken
on the straight line between its lines; names need not agree between the files. docs/score.md says what the figures mean.

Example:
  twinctl fuse day.jsonl --every 10 > tracks.jsonl && twinctl score tracks.jsonl truth.jsonl --cutoff 50)";

struct StateFile {
  std::vector<State> states;
  std::map<std::string, std::uint32_t> ids;
  LineCounts lines;
};

Result<StateFile> read_states(std::string const& file) {
  StateFile out;
  StateLine line;
  auto lines = read_file(file, [&](std::string_view text) {
    auto reject = read_state(text, line);
    if (reject) return reject;
    auto const id = out.ids.try_emplace(line.entity, static_cast<std::uint32_t>(out.ids.size())).first->second;
    out.states.push_back({line.t, id, line.position});
    return reject;
  });
  if (!lines) return Error{lines.error()};
  out.lines = std::move(*lines);
  if (out.lines.lines == out.lines.blank) return Error{fmt::format("{} is empty: it holds no position", file)};
  if (out.lines.used == 0)
    return Error{fmt::format("{} holds no position of docs/score.md; {}", file, out.lines.why())};
  return out;
}

nlohmann::json score_json(Score const& s) {
  auto const& i = s.identity;
  return {{"cutoff_m", s.cutoff_m},
          {"instants", i.instants},
          {"gospa",
           {{"mean_m", s.gospa_mean_m},
            {"rms_m", s.gospa_rms_m},
            {"localisation_rms_m", s.localisation_rms_m},
            {"missed_rms_m", s.missed_rms_m},
            {"false_rms_m", s.false_rms_m}}},
          {"ospa_mean_m", s.ospa_mean_m},
          {"identity_switches", i.switches},
          {"fragments", i.fragments},
          {"truths", i.truths},
          {"matched", i.matched},
          {"missed", i.missed},
          {"false", i.spurious},
          {"mota", i.mota()},
          {"motp_m", i.motp_m()}};
}

void print_score(Score const& s) {
  auto const& i = s.identity;
  fmt::print("{} instants, cut-off {} m\n", i.instants, s.cutoff_m);
  fmt::print("GOSPA              {:10.2f} m mean, {:.2f} m rms: localisation {:.2f}, missed {:.2f}, false {:.2f}\n",
             s.gospa_mean_m, s.gospa_rms_m, s.localisation_rms_m, s.missed_rms_m, s.false_rms_m);
  fmt::print("OSPA               {:10.2f} m mean\n", s.ospa_mean_m);
  fmt::print("identity switches  {:10}\nfragments          {:10}\n", i.switches, i.fragments);
  fmt::print("of {} truths       {} matched at {:.2f} m on average, {} missed; {} false; MOTA {:.3f}\n", i.truths,
             i.matched, i.motp_m(), i.missed, i.spurious, i.mota());
}

int score_files(ScoreOptions const& options) {
  auto tracks = read_states(options.tracks);
  if (!tracks) return fail(tracks.error());
  auto truth = read_states(options.truth);
  if (!truth) return fail(truth.error());
  Score const result = evaluation::score(std::move(tracks->states), std::move(truth->states), options.cutoff_m);
  if (result.identity.instants == 0)
    return fail(fmt::format("{} and {} have no time in common", options.tracks, options.truth));
  if (options.json) {
    auto document = score_json(result);
    document["lines"] = {{"tracks", nlohmann::json::parse(tracks->lines.json())},
                         {"truth", nlohmann::json::parse(truth->lines.json())}};
    fmt::print("{}\n", document.dump());
    return 0;
  }
  print_score(result);
  for (auto const& [file, name] : {std::pair(&*tracks, &options.tracks), std::pair(&*truth, &options.truth)})
    if (!file->lines.rejects.empty()) fmt::print(stderr, "{}", file->lines.text(*name));
  return 0;
}

} // namespace

Command score_command(CLI::App& twinctl) {
  auto const options = std::make_shared<ScoreOptions>();
  auto* const entry = twinctl.add_subcommand("score", "GOSPA, OSPA, identity switches and fragments of tracks");
  entry->footer(kScoreAbout);
  entry->add_option("TRACKS", options->tracks, "tracks over time, one JSON object a line; - reads standard input")
      ->required();
  entry->add_option("TRUTH", options->truth, "what was true, in the same form")->required();
  entry->add_option("--cutoff", options->cutoff_m, "metres beyond which a track is of no truth")
      ->check(CLI::Range(0.001, 1e7))
      ->capture_default_str();
  entry->add_flag("--json", options->json, "machine-readable: the document of docs/score.md");
  return {entry, [options] { return score_files(*options); }};
}

} // namespace dalian::app
