#include "connectors/weather/feed.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::weather {
namespace {

constexpr std::size_t kMostStations = 10'000;

/// "2026/11/26 08:00", which NOAA's files put before a report.
bool is_date_line(std::string_view line) {
  return line.size() >= 10 && line[4] == '/' && line[7] == '/';
}

std::string one_line(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (static_cast<unsigned char>(c) > 0x20)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

void append(std::string& json, char const* name, std::optional<double> value) {
  if (value) json += fmt::format(",\"{}\":{}", name, *value);
}

} // namespace

std::vector<std::string> split_reports(std::string_view document) {
  std::vector<std::string> reports;
  char const end = document.find('=') != document.npos ? '=' : '\n';
  while (!document.empty()) {
    auto const at = std::min(document.find(end), document.size());
    auto report = one_line(document.substr(0, at));
    if (!report.empty() && !is_date_line(report)) reports.push_back(std::move(report));
    document.remove_prefix(std::min(at + 1, document.size()));
  }
  return reports;
}

// Letters, digits, spaces and signs alone get into a Metar, so nothing needs escaping.
std::string to_json(Metar const& r, Instant t) {
  std::string json = fmt::format("{{\"station\":\"{}\",\"time\":\"{}\",\"special\":{},\"automatic\":{}", r.station,
                                 format_utc(t), r.special, r.automatic);
  append(json, "wind_from_deg", r.wind_from_deg);
  append(json, "wind_speed_mps", r.wind_speed_mps);
  append(json, "wind_gust_mps", r.wind_gust_mps);
  append(json, "visibility_m", r.visibility_m);
  append(json, "temperature_c", r.temperature_c);
  append(json, "dew_point_c", r.dew_point_c);
  append(json, "air_pressure_hpa", r.pressure_hpa);
  append(json, "cloud_cover_pct", cloud_cover_pct(r));
  json += fmt::format(",\"cavok\":{},\"weather\":\"{}\",\"clouds\":[", r.cavok, r.weather);
  for (auto const& cloud : r.clouds) {
    if (json.back() != '[') json += ',';
    json += fmt::format("{{\"cover\":\"{}\"", cloud.cover);
    append(json, "base_m", cloud.base_m);
    json += fmt::format(",\"type\":\"{}\"}}", cloud.type);
  }
  return json + "]}";
}

bool Feed::step(std::chrono::milliseconds wait) {
  return connectors::take_documents(sources_, wait, counts_.outcomes, [this](std::string const& text) { take(text); });
}

void Feed::take(std::string const& document) {
  auto const arrival = clock_.now();
  std::vector<Report> reports;
  for (auto const& text : split_reports(document))
    take_report(text, arrival, reports);
  publish(reports, arrival);
}

void Feed::take_report(std::string_view text, Instant arrival, std::vector<Report>& out) {
  auto parsed = parse_metar(text);
  if (!parsed.report) return counts_.outcomes.add(parsed.outcome);
  auto const t = report_time(*parsed.report, arrival);
  if (!t) return counts_.outcomes.add("no_time");
  if (told_.size() >= kMostStations) told_.clear(); // the worst of it: something is said twice
  auto& last = told_[parsed.report->station];
  if (last == text) return counts_.outcomes.add("unchanged");
  last = text;
  counts_.outcomes.add("decoded");
  if (parsed.report->unread > 0) counts_.details.add("groups_unread", parsed.report->unread);
  out.push_back({std::move(*parsed.report), std::string(text), *t});
}

void Feed::publish(std::vector<Report> const& reports, Instant arrival) {
  if (reports.empty()) return;
  auto const newest = std::ranges::max(reports, {}, &Report::t).t;
  Duration const shift = options_.move_to_now ? arrival - newest : Duration::zero();
  observations_.clear();
  for (auto const& r : reports) {
    if (output_.json != nullptr) *output_.json << to_json(r.metar, r.t) << '\n';
    auto const it = options_.stations.find(r.metar.station);
    if (it == options_.stations.end()) counts_.details.add("without_position");
    to_wire(r.metar, r.text, it == options_.stations.end() ? nullptr : &it->second, r.t + shift, arrival,
            observations_);
  }
  counts_.details.add("observations", observations_.size());
  for (auto& o : observations_)
    output_.publish(std::move(o));
}

std::string Feed::describe() const {
  std::string text;
  for (auto const& source : sources_)
    if (source != nullptr) text += (text.empty() ? "" : ", ") + source->describe();
  return text.empty() ? "files" : text;
}

} // namespace dalian::weather
