#pragma once
// Where the programs meet when nobody says otherwise: loopback only, one port per socket of the twin.
#include <string_view>

namespace dalian::wire {

inline constexpr std::string_view kIngestEndpoint = "tcp://127.0.0.1:7410";  // connectors → twin, DEALER to ROUTER
inline constexpr std::string_view kPublishEndpoint = "tcp://127.0.0.1:7411"; // twin → viewers, PUB to SUB
inline constexpr std::string_view kRequestEndpoint = "tcp://127.0.0.1:7412"; // viewers ask, DEALER to ROUTER

inline constexpr unsigned kSchema = 1;                         // what Hello.schema must be
inline constexpr std::string_view kHelloFirst = "hello first"; // Grant.refused: the twin does not know this connection

} // namespace dalian::wire
