/* A plugin of mosquitto 2 that asks devauth about each client and each of its messages.
 *
 *   gcc -O2 -fPIC -shared -o devauth.so devauth.c        (Debian: gcc, libc6-dev, mosquitto-dev)
 *
 * Options in mosquitto.conf:
 *   plugin_opt_url       http://host:port/path of devauth's brokers/mosquitto
 *   plugin_opt_key_file  a file with DEVICEAUTH_INTERNAL_API_KEY, where devauth has one
 *
 * It speaks HTTP/1.1 over one kept connection; put a local proxy in between for TLS. mosquitto serves all clients on one thread, so a call
 * may take two seconds at most, and after a failure nobody is asked for a second: without a verdict, everything is refused. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>

/* As mosquitto.h names them; it belongs to another package. */
enum { SUCCESS = 0, NO_MEMORY = 1, INVALID = 3, NOT_AUTHENTICATED = 11, ACL_DENIED = 12 };
enum { LOG_WARNING = 1 << 2, LOG_ERROR = 1 << 3 };
enum { CALL_MS = 2000, CONNECT_MS = 1000, REST_SECONDS = 1, MAX_ANSWER = 8192, MAX_KEY = 256 };

static mosquitto_plugin_id_t *identifier;
static char host[256], port[8], path[512], key[MAX_KEY + 1];
static int connection = -1;
static time_t rests_until;

static long now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000L + at.tv_nsec / 1000000L;
}

/* Returns the text as a JSON string with its quotes; NULL without memory. The caller frees it. */
static char *json_string(const char *text) {
  char *out = malloc(strlen(text) * 6 + 3), *at = out;
  if (out == NULL) return NULL;
  *at++ = '"';
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') *at++ = '\\', *at++ = (char)c;
    else if (c < 0x20) at += sprintf(at, "\\u%04x", c);
    else *at++ = (char)c;
  }
  *at++ = '"';
  *at = '\0';
  return out;
}

static void hang_up(void) {
  if (connection >= 0) close(connection);
  connection = -1;
}

static bool wait_for(short events, long until) {
  struct pollfd polled = { .fd = connection, .events = events };
  long left = until - now_ms();
  return left > 0 && poll(&polled, 1, (int)left) == 1 && (polled.revents & events) != 0;
}

static bool dial(void) {
  struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found = NULL;
  if (getaddrinfo(host, port, &hints, &found) != 0) return false;
  long until = now_ms() + CONNECT_MS;
  for (struct addrinfo *one = found; one != NULL && connection < 0; one = one->ai_next) {
    int error = 0;
    socklen_t size = sizeof error;
    connection = socket(one->ai_family, one->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, one->ai_protocol);
    if (connection < 0) continue;
    if (connect(connection, one->ai_addr, one->ai_addrlen) == 0) break;
    if (errno == EINPROGRESS && wait_for(POLLOUT, until) && getsockopt(connection, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) break;
    hang_up();
  }
  freeaddrinfo(found);
  return connection >= 0;
}

static bool send_all(const char *bytes, size_t size, long until) {
  while (size > 0) {
    ssize_t sent = send(connection, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN && wait_for(POLLOUT, until)) continue;
    if (sent <= 0) return false;
    bytes += sent;
    size -= (size_t)sent;
  }
  return true;
}

/* Returns the status, or 0 without a whole answer. devauth says how long its answers are. */
static int read_answer(long until) {
  char answer[MAX_ANSWER + 1];
  size_t size = 0;
  for (;;) {
    if (size == MAX_ANSWER || !wait_for(POLLIN, until)) return 0;
    ssize_t got = recv(connection, answer + size, MAX_ANSWER - size, 0);
    if (got <= 0) return 0;
    size += (size_t)got;
    answer[size] = '\0';
    char *head_end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "\r\nContent-Length:");
    if (head_end == NULL) continue;
    if (length == NULL || length > head_end || strncmp(answer, "HTTP/1.1 ", 9) != 0) return 0;
    unsigned long body = strtoul(length + 17, NULL, 10);
    if (body > MAX_ANSWER) return 0;
    if ((size_t)(answer + size - head_end - 4) < body) continue;
    int status = atoi(answer + 9);
    char *closing = strcasestr(answer, "\r\nConnection: close");
    if (closing != NULL && closing < head_end) hang_up();
    return status;
  }
}

static int call(const char *step, const char *body) {
  char *head = NULL;
  int length = asprintf(&head,
    "POST %s/%s HTTP/1.1\r\nHost: %s:%s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s%s%s\r\n",
    path, step, host, port, strlen(body), key[0] == '\0' ? "" : "X-API-KEY: ", key, key[0] == '\0' ? "" : "\r\n");
  if (length < 0) return 0;
  int status = 0;
  /* A kept connection may have been closed meanwhile: then once more on a new one. */
  for (int tries = connection < 0 ? 1 : 2; tries > 0 && status == 0; tries--) {
    long until = now_ms() + CALL_MS / tries;
    if (connection < 0 && !dial()) break;
    if (send_all(head, (size_t)length, until) && send_all(body, strlen(body), until)) status = read_answer(until);
    if (status == 0) hang_up();
  }
  free(head);
  return status;
}

/* True only for 200. */
static bool allows(const char *step, const char *body) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  if (body == NULL || at.tv_sec < rests_until) return false;
  int status = call(step, body);
  if (status == 200 || status == 403) return status == 200;
  mosquitto_log_printf(LOG_WARNING, "devauth: no verdict (%s, HTTP %d); refused", step, status);
  rests_until = at.tv_sec + REST_SECONDS + 1;
  return false;
}

static char *body_of(struct mosquitto *client, const char *username, const char *last) {
  const char *id = mosquitto_client_id(client);
  char *user = username == NULL ? NULL : json_string(username), *client_id = id == NULL ? NULL : json_string(id), *body = NULL;
  if (user != NULL && client_id != NULL && last != NULL && asprintf(&body, "{\"username\":%s,\"clientid\":%s,%s}", user, client_id, last) < 0) body = NULL;
  free(user);
  free(client_id);
  return body;
}

static int on_basic_auth(int event, void *event_data, void *userdata) {
  (void)event, (void)userdata;
  struct mosquitto_evt_basic_auth *asked = event_data;
  if (asked->username == NULL || asked->password == NULL) return NOT_AUTHENTICATED;
  char *password = json_string(asked->password), *last = NULL;
  if (password == NULL || asprintf(&last, "\"password\":%s", password) < 0) last = NULL;
  char *body = body_of(asked->client, asked->username, last);
  bool good = allows("user", body);
  free(password);
  free(last);
  free(body);
  return good ? SUCCESS : NOT_AUTHENTICATED;
}

static int on_acl_check(int event, void *event_data, void *userdata) {
  (void)event, (void)userdata;
  struct mosquitto_evt_acl_check *asked = event_data;
  if (asked->access == MOSQ_ACL_UNSUBSCRIBE) return SUCCESS;
  char *topic = json_string(asked->topic), *last = NULL;
  if (topic == NULL || asprintf(&last, "\"topic\":%s,\"acc\":%d", topic, asked->access) < 0) last = NULL;
  char *body = body_of(asked->client, mosquitto_client_username(asked->client), last);
  bool good = allows("acl", body);
  free(topic);
  free(last);
  free(body);
  return good ? SUCCESS : ACL_DENIED;
}

static bool read_key(const char *file) {
  FILE *opened = fopen(file, "re");
  if (opened == NULL) return false;
  bool read = fgets(key, sizeof key, opened) != NULL;
  fclose(opened);
  key[strcspn(key, "\r\n")] = '\0';
  return read && key[0] != '\0';
}

int mosquitto_plugin_version(int count, const int *versions) {
  for (int index = 0; index < count; index++) if (versions[index] == 5) return 5;
  return -1;
}

int mosquitto_plugin_init(mosquitto_plugin_id_t *id, void **userdata, struct mosquitto_opt *options, int count) {
  (void)userdata;
  identifier = id;
  for (int index = 0; index < count; index++) {
    const char *name = options[index].key, *value = options[index].value;
    if (strcmp(name, "key_file") == 0 && !read_key(value)) {
      mosquitto_log_printf(LOG_ERROR, "devauth: cannot read the key in %s", value);
      return INVALID;
    }
    if (strcmp(name, "url") == 0 && sscanf(value, "http://%255[^:/]:%7[0-9]%511s", host, port, path) != 3) host[0] = '\0';
  }
  if (host[0] == '\0') {
    mosquitto_log_printf(LOG_ERROR, "devauth: plugin_opt_url must be http://host:port/path");
    return INVALID;
  }
  int wrong = mosquitto_callback_register(id, MOSQ_EVT_BASIC_AUTH, on_basic_auth, NULL, NULL);
  return wrong != SUCCESS ? wrong : mosquitto_callback_register(id, MOSQ_EVT_ACL_CHECK, on_acl_check, NULL, NULL);
}

int mosquitto_plugin_cleanup(void *userdata, struct mosquitto_opt *options, int count) {
  (void)userdata, (void)options, (void)count;
  mosquitto_callback_unregister(identifier, MOSQ_EVT_BASIC_AUTH, on_basic_auth, NULL);
  mosquitto_callback_unregister(identifier, MOSQ_EVT_ACL_CHECK, on_acl_check, NULL);
  hang_up();
  return SUCCESS;
}
