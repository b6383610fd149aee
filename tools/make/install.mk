# Installation: the library with its links, the header, the files for pkg-config and CMake, the
# licenses, and the reference pages that the header refers to.

PKGCONFIGDIR := $(LIBDIR)/pkgconfig
CMAKEDIR := $(LIBDIR)/cmake/das
LICENSES := LICENSE NOTICE $(sort $(wildcard licenses/*.txt))
DOCUMENTS := $(sort $(wildcard docs/reference/*))

# The files that `make install` writes and `make uninstall` removes.
INSTALLED := $(addprefix $(LIBDIR)/,libdas.so.$(VERSION) $(SONAME) libdas.so) \
	$(INCLUDEDIR)/das.h \
	$(PKGCONFIGDIR)/das.pc \
	$(addprefix $(CMAKEDIR)/,das-config.cmake das-config-version.cmake) \
	$(addprefix $(DOCDIR)/,$(LICENSES) $(DOCUMENTS:docs/%=%))

.PHONY: install uninstall

install: $(LIBRARY) ## install under PREFIX (/usr/local), with DESTDIR and LIBDIR as usual
	install -d $(addprefix $(DESTDIR),$(LIBDIR) $(INCLUDEDIR) $(PKGCONFIGDIR) $(CMAKEDIR) \
	  $(DOCDIR)/licenses $(DOCDIR)/reference)
	install -m 755 $(LIBRARY) $(DESTDIR)$(LIBDIR)/
	ln -sf $(notdir $(LIBRARY)) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libdas.so
	install -m 644 include/das.h $(DESTDIR)$(INCLUDEDIR)/
	install -m 644 $(filter-out licenses/%,$(LICENSES)) $(DESTDIR)$(DOCDIR)/
	install -m 644 $(DOCUMENTS) $(DESTDIR)$(DOCDIR)/reference/
	install -m 644 $(filter licenses/%,$(LICENSES)) $(DESTDIR)$(DOCDIR)/licenses/
	$(call fill-in,pkgconfig/das.pc,$(PKGCONFIGDIR))
	$(call fill-in,cmake/das-config.cmake,$(CMAKEDIR))
	$(call fill-in,cmake/das-config-version.cmake,$(CMAKEDIR))

uninstall: ## remove exactly the installed files
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))
	-@rmdir $(addprefix $(DESTDIR),$(CMAKEDIR) $(DOCDIR)/licenses $(DOCDIR)/reference $(DOCDIR)) \
	  2>/dev/null

# Writes $(1).in into the folder $(2), with PREFIX relative to that folder and the others to PREFIX.
define fill-in
sed -e 's|@VERSION@|$(VERSION)|; s|@MAJOR@|$(MAJOR)|; s|@PREFIX@|$(call relative,$(PREFIX),$(2))|' \
	-e 's|@LIBDIR@|$(call relative,$(LIBDIR),$(PREFIX))|' \
	-e 's|@INCLUDEDIR@|$(call relative,$(INCLUDEDIR),$(PREFIX))|' \
	$(1).in > $(DESTDIR)$(2)/$(notdir $(1))
endef
relative = $(shell realpath --canonicalize-missing --no-symlinks --relative-to=$(2) $(1))
