// Logs: JSON lines on standard error, each an object with time, level, what happened and its details. Details are never
// secrets. Any thread may log.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace feira::node {

enum class LogLevel { debug, info, warning, error };

/// Whoever has it may log; without a name, lines carry none.
void set_log(LogLevel lowest, const std::string& name);

using LogDetails = std::initializer_list<std::pair<std::string_view, std::string>>;

/// `what` in words, as in "a marketplace was found".
void log(LogLevel level, std::string_view what, LogDetails details = {});

/// All that was logged has been written.
void flush_log();

}  // namespace feira::node
