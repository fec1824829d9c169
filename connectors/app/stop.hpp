#pragma once
// SIGINT and SIGTERM ask a connector to finish what it has begun; a second one ends it at once.

namespace dalian::connectors {

void install_stop_signals();
bool stop_requested();

} // namespace dalian::connectors
