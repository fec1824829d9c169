// AIS sentences → messages, per core: the whole path from the bytes of a line to typed fields, beside what the machine
// could do at most (finding line ends, reading memory). Runs on a recording when one is given, and always on a seeded
// mix of its own: 72 % positions of class A, 8 % class B, 14 % two-part voyage data, 6 % others, half with tag blocks.
//
//   bench_ais [RECORDING]     default: $DALIAN_TWIN_DATA/ais/kystverket-1000.nm4 when it is there
#include "connectors/ais/json.hpp"
#include "connectors/ais/to_wire.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <fmt/format.h>

namespace {

using namespace dalian;
using namespace dalian::ais;
using std::chrono::steady_clock;

constexpr std::size_t kCorpusBytes = 64 * 1024 * 1024; // beyond the caches
constexpr int kRounds = 7;

std::string own_mix() {
  constexpr std::uint64_t kSeed = 1;
  std::mt19937_64 random(kSeed);
  std::string mix;
  while (mix.size() < 4 * 1024 * 1024) {
    auto const mmsi = static_cast<std::uint32_t>(412'000'000 + random() % 1'000'000);
    auto const dice = random() % 100;
    unsigned const type = dice < 72 ? 1 : dice < 80 ? 18 : dice < 94 ? 5 : dice < 96 ? 24 : dice < 98 ? 21 : 4;
    std::size_t const bits = type == 5 ? 424 : type == 21 ? 272 : 168;
    auto message = test::header(type, mmsi);
    if (type == 24) message.u(2, random() % 2);
    while (message.size() + 8 <= bits)
      message.u(8, random() % 256);
    message.u(static_cast<unsigned>(bits - message.size()), 0);
    std::string const tag =
        random() % 2 == 0
            ? ""
            : test::tag_block(fmt::format("s:station{},c:{}", random() % 9, 1'790'000'000 + mix.size() / 4096));
    if (type != 5) {
      mix += tag + message.sentence() + "\r\n";
      continue;
    }
    std::string const payload = message.payload(), sequence = std::to_string(random() % 10);
    mix += tag + test::part(payload.substr(0, 60), {2, 1, sequence, "A", 0}) + "\r\n";
    mix += test::part(payload.substr(60), {2, 2, sequence, "A", message.fill()}) + "\r\n";
  }
  return mix;
}

/// Repeats whole lines up to the size of the corpus.
std::string fill_up(std::string const& lines) {
  std::string corpus;
  corpus.reserve(kCorpusBytes + lines.size());
  while (corpus.size() < kCorpusBytes)
    corpus += lines.ends_with('\n') ? lines : lines + '\n';
  return corpus;
}

/// Calls `take` with every line, as the sources cut them.
template <class Take>
void for_each_line(std::string const& corpus, Take take) {
  std::string_view rest = corpus;
  while (!rest.empty()) {
    auto const* lf = static_cast<char const*>(std::memchr(rest.data(), '\n', rest.size()));
    auto const length = lf == nullptr ? rest.size() : static_cast<std::size_t>(lf - rest.data());
    take(rest.substr(0, length));
    rest.remove_prefix(std::min(rest.size(), length + 1));
  }
}

/// Shortest of some runs: the others were disturbed.
template <class Work>
double best_seconds(Work work) {
  double best = 1e9;
  for (int i = 0; i < kRounds; ++i) {
    auto const start = steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(steady_clock::now() - start).count());
  }
  return best;
}

volatile std::uint64_t g_sink = 0; // keeps results alive

void print(std::string_view what, double count, std::string_view unit, double seconds, std::size_t bytes) {
  fmt::print("  {:<44} {:>8.3f} M {}/s {:>8.1f} ns each {:>8.0f} MB/s\n", what, count / seconds / 1e6, unit,
             seconds / count * 1e9, static_cast<double>(bytes) / seconds / 1e6);
}

void measure(std::string const& name, std::string const& lines) {
  std::string const corpus = fill_up(lines);
  std::uint64_t line_count = 0;
  for_each_line(corpus, [&](std::string_view) { ++line_count; });
  auto const n = static_cast<double>(line_count);

  StreamCounts counts;
  auto const decode_all = [&](MessageHandler const& handler) {
    Stream stream(Stream::Kind::recording, handler);
    for_each_line(corpus, [&](std::string_view line) { stream.take({line}); });
    stream.finish();
    counts = stream.counts();
  };
  double const decoding = best_seconds([&] {
    std::uint64_t sum = 0;
    decode_all([&](Message const& m, Reception const&) { sum += m.mmsi; });
    g_sink = g_sink + sum;
  });
  auto const messages = static_cast<double>(counts.messages);
  fmt::print("{}: {:.0f} MB, {} lines, {} messages, {} lines rejected\n", name,
             static_cast<double>(corpus.size()) / 1e6, line_count, counts.messages,
             counts.lines - counts.outcomes[Outcome::decoded]);
  print("sentence -> message", messages, "messages", decoding, corpus.size());

  WireConverter converter;
  std::vector<wire::Observation> observations;
  double const wired = best_seconds([&] {
    decode_all([&](Message const& m, Reception const& r) {
      observations.clear();
      converter.convert(m, r, r.received, observations);
      g_sink = g_sink + observations.size();
    });
  });
  print("sentence -> observation for the twin", messages, "messages", wired, corpus.size());

  std::string json;
  double const printed = best_seconds([&] {
    decode_all([&](Message const& m, Reception const& r) {
      json.clear();
      write_json(m, r, json);
      g_sink = g_sink + json.size();
    });
  });
  print("sentence -> JSON", messages, "messages", printed, corpus.size());

  print("limit: finding line ends", n, "lines", best_seconds([&] {
          std::uint64_t sum = 0;
          for_each_line(corpus, [&](std::string_view line) { sum += line.size(); });
          g_sink = g_sink + sum;
        }),
        corpus.size());
  print("limit: reading the bytes", n, "lines", best_seconds([&] {
          std::uint64_t sum = 0;
          for (std::size_t i = 0; i + 8 <= corpus.size(); i += 8) {
            std::uint64_t word;
            std::memcpy(&word, corpus.data() + i, sizeof word);
            sum ^= word;
          }
          g_sink = g_sink + sum;
        }),
        corpus.size());
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]).starts_with("-")) {
    fmt::print("bench_ais [RECORDING]: AIS messages per second and core, beside the machine's limits\n");
    return std::string_view(argv[1]) == "--help" ? 0 : 2;
  }
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::filesystem::path const recording =
      argc > 1 ? argv[1] : std::filesystem::path(data != nullptr ? data : "../shared/data") / "ais/kystverket-1000.nm4";
  fmt::print("One core, best of {} runs.\n", kRounds);
  measure("own mix", own_mix());
  if (!std::filesystem::exists(recording)) {
    fmt::print("{}: no such recording\n", recording.string());
    return argc > 1 ? 1 : 0;
  }
  std::ifstream file(recording, std::ios::binary);
  measure(recording.filename().string(), {std::istreambuf_iterator<char>(file), {}});
  return 0;
}
