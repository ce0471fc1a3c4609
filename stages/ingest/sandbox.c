/* sandbox.c - what a child that parses untrusted bytes may do. */
#include "stages/ingest/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) \
    || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Where the C library keeps its character sets, by distribution. */
static const char *const readable[] = {
    "/usr/lib/x86_64-linux-gnu/gconv", "/usr/lib/aarch64-linux-gnu/gconv",
    "/usr/lib64/gconv", "/usr/lib/gconv",
};

static const int allowed[] = {
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(pwrite64),
    SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
    SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
    SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(exit), SCMP_SYS(exit_group),
    SCMP_SYS(sysinfo),          /* qsort() asks how much memory there is */
};

/* What no reader asks for by mistake.  Anything else fails with EPERM, so that
 * a C library with other habits is not taken for an attack. */
static const int deadly[] = {
    SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(execve), SCMP_SYS(execveat),
    SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone), SCMP_SYS(clone3),
    SCMP_SYS(ptrace), SCMP_SYS(kill), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(bpf), SCMP_SYS(mount),
};

static int
landlock_version(void)
{
    return (int) syscall(SYS_landlock_create_ruleset, NULL, 0,
                         LANDLOCK_CREATE_RULESET_VERSION);
}

unsigned
sv_sandbox_has(void)
{
    unsigned has = 0;

    if (landlock_version() > 0)
        has |= SV_HAS_LANDLOCK;
    if (!SANITIZED && prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0
        && seccomp_api_get() > 0)
        has |= SV_HAS_SECCOMP;
    return has;
}

const char *
sv_sandbox_lacks(unsigned has)
{
    static const char *const lacks[] = {
        "no landlock and no seccomp: readers have limits only",
        "no seccomp: readers have landlock and limits only",
        "no landlock: readers have seccomp and limits only", "",
    };

    return lacks[has & (SV_HAS_LANDLOCK | SV_HAS_SECCOMP)];
}

static uint64_t
address_space(void)
{
    FILE *from = fopen("/proc/self/statm", "re");
    unsigned long pages = 0;

    if (from != NULL) {
        if (fscanf(from, "%lu", &pages) != 1)
            pages = 0;
        fclose(from);
    }
    return (uint64_t) pages * (uint64_t) sysconf(_SC_PAGESIZE);
}

/* Behind the limit there is a margin, in which the signal that tells which
 * limit it was can do its work. */
static bool
limit(int what, uint64_t to, uint64_t margin)
{
    struct rlimit now;

    if (getrlimit((__rlimit_resource_t) what, &now) != 0)
        return false;
    if (now.rlim_max != RLIM_INFINITY && to + margin > now.rlim_max)
        to = now.rlim_max - margin;
    now.rlim_cur = to;
    now.rlim_max = to + margin;
    return setrlimit((__rlimit_resource_t) what, &now) == 0;
}

static bool
set_limits(const struct sv_limits *limits)
{
    return limit(RLIMIT_CORE, 0, 0)
        && limit(RLIMIT_CPU, limits->seconds, 5)
        && limit(RLIMIT_FSIZE, limits->file, 0)
        && limit(RLIMIT_NOFILE, 64, 0)
        && (SANITIZED
            || limit(RLIMIT_AS, address_space() + limits->memory, 0));
}

static void
allow_reading(int rules, const char *path)
{
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
        .parent_fd = open(path, O_PATH | O_CLOEXEC),
    };

    if (beneath.parent_fd < 0)
        return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath,
            0);
    close(beneath.parent_fd);
}

static bool
enter_landlock(void)
{
    /* Every right of the first version: later ones are about names and
     * devices, which a process without files cannot reach. */
    const struct landlock_ruleset_attr handled = {
        .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
    };
    const int rules = (int) syscall(SYS_landlock_create_ruleset, &handled,
                                    sizeof handled, 0);
    bool done;

    if (rules < 0)
        return false;
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        allow_reading(rules, readable[i]);
    done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

static bool
enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    const struct scmp_arg_cmp reading[] = {
        SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY),
    };
    bool done = filter != NULL;

    for (size_t i = 0; done && i < sizeof allowed / sizeof *allowed; i++)
        done = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    for (size_t i = 0; done && i < sizeof deadly / sizeof *deadly; i++)
        done = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0)
            == 0;
    done = done
        && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                  reading) == 0
        && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return done;
}

enum sv_status
sv_sandbox_enter(const struct sv_limits *limits, struct sv_fault *fault)
{
    const unsigned has = sv_sandbox_has();
    const iconv_t loaded = iconv_open("UTF-8", "WINDOWS-1252");

    (void) loaded;              /* stays open: keeps the list of sets loaded */
    if (!set_limits(limits))
        return sv_fail_errno(fault, "cannot limit the reader");
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0
        || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return sv_fail_errno(fault, "cannot confine the reader");
    if ((has & SV_HAS_LANDLOCK) != 0 && !enter_landlock())
        return sv_fail_errno(fault, "cannot confine the reader (landlock)");
    if ((has & SV_HAS_SECCOMP) != 0 && !enter_seccomp())
        return sv_fail(fault, SV_SYSTEM, "cannot confine the reader (seccomp)");
    return SV_OK;
}
