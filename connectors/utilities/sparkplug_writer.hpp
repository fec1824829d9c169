#pragma once
// Payloads of Sparkplug B 3.0 (Eclipse Foundation, chapter 6) as an edge node sends them, written field by field from
// the standard and sharing nothing with the reader, so that each checks the other. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::utilities {

struct SparkplugMetric {
  std::string_view name; // sent in births; data go by the alias alone
  std::uint64_t alias = 0;
  double value = 0; // sent as Double
};

/// A birth names each metric with its alias and type.
std::string sparkplug_birth(std::uint64_t t_ms, std::uint8_t seq, std::vector<SparkplugMetric> const& metrics);
/// Of the node itself: its number of birth, and that it can be born again on request.
std::string sparkplug_node_birth(std::uint64_t t_ms, std::uint64_t birth);
std::string sparkplug_data(std::uint64_t t_ms, std::uint8_t seq, std::vector<SparkplugMetric> const& metrics);
/// What the broker is told to say when the node is gone.
std::string sparkplug_node_death(std::uint64_t birth);

} // namespace dalian::utilities
