# feira_embed(OUT FILE SYMBOL HEADER NAMESPACE): a .cpp file that defines `const char* const SYMBOL` with the text of
# FILE. Long texts are cut into several literals, since a compiler need not take more than 64 KiB in one.
#
# Used as a script: cmake -DFROM=... -DTO=... -DSYMBOL=... -DHEADER=... -DSPACE=... -P FeiraEmbed.cmake
if(CMAKE_SCRIPT_MODE_FILE AND DEFINED FROM)
  file(READ "${FROM}" text)
  string(LENGTH "${text}" length)
  set(literals "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND literals "\n    R\"feira(${piece})feira\"")
    math(EXPR at "${at} + 8000")
  endwhile()
  file(WRITE "${TO}" "#include \"${HEADER}\"\n\nnamespace ${SPACE} {\n\n"
                     "const char* const ${SYMBOL} =${literals};\n\n}  // namespace ${SPACE}\n")
  return()
endif()

set(FEIRA_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(feira_embed out file symbol header space)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DTO=${out} -DSYMBOL=${symbol}
            -DHEADER=${header} -DSPACE=${space} -P ${FEIRA_EMBED_SCRIPT}
    DEPENDS ${file} ${FEIRA_EMBED_SCRIPT}
    VERBATIM)
endfunction()
