export interface DovecotLayout {
  readonly directory: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly format: "maildir" | "sdbox";
  readonly separator: "/" | ".";
  readonly prefix: string;
  /** The whole CAPABILITY line; null for Dovecot's own. */
  readonly capability: string | null;
  /** Storage limit of each user, e.g. "100k"; null for none. */
  readonly quota: string | null;
  /** Rights (RFC 4314 letters) of the owner by folder name, for folders that refuse. */
  readonly rights: Readonly<Record<string, string>>;
  /** Paths of a PEM certificate and key: STARTTLS on the same port. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly users: {
    readonly internal: string;
    readonly internalGroup: string;
    readonly login: string;
    readonly mailUid: number;
    readonly mailGid: number;
  };
}

const specialFolders = ["Archive", "Junk", "Trash", "Sent", "Drafts"];

/** dovecot.conf of an instance on loopback where every user exists and has the password "secret". */
export function dovecotConf(layout: DovecotLayout): string {
  const { directory, users } = layout;
  const ids = `uid=${users.mailUid} gid=${users.mailGid} home=${directory}/home/%n`;
  const plugins = [
    ...(layout.quota === null ? [] : ["quota"]),
    ...(Object.keys(layout.rights).length === 0 ? [] : ["acl"]),
  ];
  return `
base_dir = ${directory}/run
state_dir = ${directory}/state
instance_name = foyer-test
log_path = ${directory}/log/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
${layout.tls === null ? "ssl = no" : `ssl = yes\nssl_cert = <${layout.tls.certificate}\nssl_key = <${layout.tls.key}`}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = ${users.internal}
default_internal_group = ${users.internalGroup}
default_login_user = ${users.login}
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
mail_uid = ${users.mailUid}
mail_gid = ${users.mailGid}
mail_home = ${directory}/home/%n
mail_location = ${layout.format}:%h/mail
mail_fsync = optimized
mail_max_userip_connections = 100
mail_plugins = ${plugins.join(" ")}
mailbox_idle_check_interval = 1 secs
imap_idle_notify_interval = 2 mins
${layout.capability === null ? "" : `imap_capability = ${layout.capability}`}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = ${ids} allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = ${layout.separator}
  prefix = ${layout.prefix}
${specialFolders.map((name) => `  mailbox ${name} {\n    auto = create\n    special_use = \\${name}\n  }`).join("\n")}
}
plugin {
  ${layout.quota === null ? "" : `quota = count:User quota\n  quota_vsizes = yes\n  quota_rule = *:storage=${layout.quota}`}
  ${plugins.includes("acl") ? `acl = vfile:${directory}/rights:cache_secs=0` : ""}
}
protocol lmtp {
  postmaster_address = postmaster@example.test
}
service imap-login {
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {
    port = ${layout.imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  process_min_avail = 1
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${layout.lmtpPort}
  }
}
service anvil {
  chroot =
  # Without it a wrong password makes every later login from the same address wait for seconds.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

/** Global ACL file: one line a folder, for its owner. */
export function rightsFile(rights: Readonly<Record<string, string>>): string {
  return Object.entries(rights)
    .map(([folder, letters]) => `${folder} owner ${letters}\n`)
    .join("");
}
